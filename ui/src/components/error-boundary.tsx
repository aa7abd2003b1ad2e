import { Component, type ReactNode } from "react";
import { texts } from "../texts";
import { ProblemNotice } from "./states";
import classes from "./states.module.css";

/** A fault in one page leaves the frame standing. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { cause: unknown }> {
  override state: { cause: unknown } = { cause: null };

  static getDerivedStateFromError(cause: unknown) {
    return { cause };
  }

  override render() {
    if (this.state.cause === null) return this.props.children;
    return (
      <div className={classes.empty}>
        {/* Most often a script of an older build that the server no longer has: only a fresh page helps. */}
        <ProblemNotice
          title={texts.problem.unexpected}
          cause={this.state.cause}
          onRetry={() => window.location.reload()}
        />
      </div>
    );
  }
}
