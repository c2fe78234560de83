import { hydrate, render } from "preact";
import { Root } from "./app.tsx";
import type { Page } from "./routes.ts";
import { followCart } from "./state/cart.ts";
import { startRouter } from "./state/page.ts";
import "./styles/index.css";

const root = document.getElementById("app") as HTMLElement;
const sent = document.getElementById("page")?.textContent;

if (sent) {
  // The document has the page already; it becomes alive.
  void startRouter(JSON.parse(sent) as Page);
  hydrate(<Root />, root);
} else {
  await startRouter(undefined);
  render(<Root />, root);
}
followCart();
