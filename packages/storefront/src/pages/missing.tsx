import { reload } from "../state/page.ts";
import { texts } from "../texts.ts";

export const MissingPage = () => (
  <div class="page message">
    <h1>{texts.notFound.title}</h1>
    <p class="lede">{texts.notFound.text}</p>
    <a class="button" href="/">
      {texts.notFound.action}
    </a>
  </div>
);

export const FailedPage = ({ onRetry = reload }: { onRetry?: () => unknown }) => (
  <div class="page message">
    <h1>{texts.failed.title}</h1>
    <p class="lede">{texts.failed.text}</p>
    <button class="button" type="button" onClick={() => void onRetry()}>
      {texts.failed.action}
    </button>
  </div>
);
