import { paths } from "../router.ts";
import { texts } from "../texts.ts";

export const MissingPage = () => (
  <div class="content">
    <h1>{texts.missing.title}</h1>
    <p>{texts.missing.text}</p>
    <p>
      <a class="link" href={paths.orders}>
        {texts.missing.action}
      </a>
    </p>
  </div>
);
