import { render } from "preact";
import { Admin } from "./admin.tsx";
import { startRouter } from "./router.ts";
import "../styles/tokens.css";
import "../styles/base.css";
import "./admin.css";
import "./print.css";

startRouter();
render(<Admin />, document.getElementById("app") as HTMLElement);
