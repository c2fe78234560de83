import type { PageOf } from "../../routes.ts";
import { texts } from "../../texts.ts";

export const AccountPage = ({ page }: { page: PageOf<"personal"> }) => (
  <div class="page">
    <h1>{texts.titles[page.page]}</h1>
  </div>
);
