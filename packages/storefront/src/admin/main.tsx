import { render } from "preact";
import "../styles/index.css";

render(<p>Admin</p>, document.getElementById("app") as HTMLElement);
