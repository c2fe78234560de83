import type { Category } from "../render.types.ts";
import { legal } from "../routes.ts";
import { texts } from "../texts.ts";
import { CategoryLinks, topOf } from "./category-links.tsx";

export function Footer({ categories }: { categories: Category[] }) {
  const t = texts.footer;
  return (
    <footer class="footer">
      <p class="footer-about">
        <span class="logo">{texts.shop}</span>
        {t.about}
      </p>
      <nav aria-labelledby="footer-shop">
        <h2 id="footer-shop">{t.shop}</h2>
        <CategoryLinks categories={topOf(categories).slice(0, 8)} />
      </nav>
      <nav aria-labelledby="footer-legal">
        <h2 id="footer-legal">{t.legal}</h2>
        <ul>
          {legal.map((name) => (
            <li key={name}>
              <a href={`/legal/${name}`}>{t.links[name]}</a>
            </li>
          ))}
        </ul>
      </nav>
      <nav aria-labelledby="footer-source">
        <h2 id="footer-source">{t.source}</h2>
        <ul>
          <li>
            <a href="/behind">{t.behind}</a>
          </li>
          <li>
            <a href="/docs">{t.api}</a>
          </li>
        </ul>
      </nav>
    </footer>
  );
}
