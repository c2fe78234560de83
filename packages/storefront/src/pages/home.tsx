import { Card, Grid } from "../parts/card.tsx";
import { CategoryLinks, topOf } from "../parts/category-links.tsx";
import { Collections } from "../parts/collections.tsx";
import { HERO_SIZES, Picture } from "../parts/picture.tsx";
import { type PageOf, productPath } from "../routes.ts";
import { texts } from "../texts.ts";

/** How many pictures stand beside the first words. */
const SHOWN = 3;

export function HomePage({ page: { products, categories, collections } }: { page: PageOf<"home"> }) {
  const t = texts.home;
  return (
    <div class="page">
      <section class="hero">
        <div class="hero-words">
          <h1>{t.title}.</h1>
          <p class="lede">{t.lede}</p>
          <a class="button" href="/search?sort=newest">
            {t.action}
          </a>
        </div>
        <ul class="hero-pictures">
          {products.data.slice(0, SHOWN).map((product, at) => (
            <li key={product.id}>
              <a href={productPath(product.handle)} aria-label={product.title}>
                <Picture
                  image={product.image}
                  isFirst={at === 0}
                  isEarly
                  {...(at === 0 && { sizes: HERO_SIZES })}
                />
              </a>
            </li>
          ))}
        </ul>
      </section>
      <nav class="kinds" aria-labelledby="kinds">
        <h2 id="kinds">{t.categories}</h2>
        <CategoryLinks categories={topOf(categories).filter(({ productCount }) => productCount > 0)} />
      </nav>
      <section aria-labelledby="newest">
        <h2 id="newest">{t.newest}</h2>
        <Grid>
          {products.data.slice(SHOWN, SHOWN + 8).map((product) => (
            <Card key={product.id} product={product} />
          ))}
        </Grid>
      </section>
      <Collections collections={collections} />
      <section class="steps" aria-labelledby="promise">
        <h2 id="promise">{t.promise}</h2>
        <ol>
          {t.steps.map(([title, text]) => (
            <li key={title}>
              <h3>{title}</h3>
              <p>{text}</p>
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}
