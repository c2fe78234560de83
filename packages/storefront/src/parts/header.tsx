import type { Page } from "../routes.ts";
import { isBagOpen, itemCount } from "../state/cart.ts";
import { texts } from "../texts.ts";
import { CategoryLinks, topOf } from "./category-links.tsx";
import { Search } from "./search.tsx";

export function Header({ page }: { page: Page }) {
  const t = texts.menu;
  const current =
    page.name === "category" ? page.category.handle : page.name === "product" ? page.product.category : "";
  return (
    <header class="header">
      <a class="logo" href="/">
        {texts.shop}
      </a>
      <nav class="categories" aria-label={t.categories}>
        <CategoryLinks categories={topOf(page.categories)} current={current} />
      </nav>
      <Search
        key={page.path}
        words={page.name === "search" ? (new URLSearchParams(page.query).get("q") ?? "") : ""}
      />
      <a class="account-link" href="/account">
        {t.account}
      </a>
      <button
        class="bag-button"
        type="button"
        aria-label={t.bag(itemCount.value)}
        aria-haspopup="dialog"
        onClick={() => {
          isBagOpen.value = true;
        }}
      >
        {t.bagShort} <span class="count">{itemCount}</span>
      </button>
    </header>
  );
}
