import type { ComponentType } from "preact";
import { HomePage } from "./pages/home.tsx";
import { LegalPage } from "./pages/legal.tsx";
import { ListPage } from "./pages/list.tsx";
import { FailedPage, MissingPage } from "./pages/missing.tsx";
import { personalPages } from "./pages/personal.ts";
import { ProductPage } from "./pages/product.tsx";
import { Bag } from "./parts/bag.tsx";
import { Footer } from "./parts/footer.tsx";
import { Header } from "./parts/header.tsx";
import { Notices, useNotices } from "./parts/notices.tsx";
import { Strip } from "./parts/strip.tsx";
import type { Page, PageOf } from "./routes.ts";
import { isBagOpen } from "./state/cart.ts";
import { isLoading, page } from "./state/page.ts";
import { texts } from "./texts.ts";

/** The page in the browser: it follows the address. */
export const Root = () => <App page={page.value} />;

/** A page with its frame. Servers render it without anything personal. */
export function App({ page }: { page: Page }) {
  useNotices();
  return (
    <>
      <a class="skip" href="#main">
        {texts.skip}
      </a>
      <Header page={page} />
      <main id="main" tabIndex={-1} aria-busy={isLoading.value}>
        <Content page={page} />
      </main>
      <Footer categories={page.categories} />
      {!isBagOpen.value && <Notices />}
      <Bag />
      <Strip />
    </>
  );
}

function Content({ page }: { page: Page }) {
  switch (page.name) {
    case "home":
      return <HomePage page={page} />;
    case "category":
    case "collection":
    case "search":
      return <ListPage page={page} />;
    case "product":
      return <ProductPage key={page.product.id} page={page} />;
    case "legal":
      return <LegalPage name={page.text} />;
    case "personal": {
      const Personal: ComponentType<{ page: PageOf<"personal"> }> = personalPages[page.page];
      return <Personal key={page.path} page={page} />;
    }
    case "failed":
      return <FailedPage />;
    default:
      return <MissingPage />;
  }
}
