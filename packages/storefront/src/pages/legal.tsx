import type { LegalPage as Name } from "../routes.ts";
import { texts } from "../texts.ts";

/** The places for texts that the law asks for. A shop writes its own before it opens. */
export const LegalPage = ({ name }: { name: Name }) => (
  <div class="page text">
    <h1>{texts.footer.links[name]}</h1>
    <p>{texts.footer.placeholder}</p>
  </div>
);
