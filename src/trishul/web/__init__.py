"""The outside of the workbench: REST, WebSocket and the built user interface; the only package that knows FastAPI."""
