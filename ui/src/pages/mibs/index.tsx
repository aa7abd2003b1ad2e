import { Unbuilt } from "../../components/unbuilt";

export default function Page() {
  return <Unbuilt page="mibs" />;
}
