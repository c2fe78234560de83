import { useEffect, useRef } from "preact/hooks";
import type { Difference } from "../product.rules.ts";
import { texts } from "../texts.ts";

const t = texts.product.conflict;

interface Props {
  rows: Difference[];
  onMine: () => void;
  onTheirs: () => void;
}

const names: Record<string, string> = {
  ...{ handle: texts.product.handle, title: texts.product.title, description: texts.product.description },
  ...{ category: texts.product.category, status: texts.product.status, tags: texts.product.tags },
  ...{ seoTitle: texts.product.seoTitle, seoDescription: texts.product.seoDescription },
  images: texts.product.images,
};

/** What differs between the form and the shop, after somebody else has saved the product. */
export function Conflict({ rows, onMine, onTheirs }: Props) {
  const section = useRef<HTMLElement>(null);
  useEffect(() => section.current?.focus(), []);
  return (
    <section ref={section} class="panel conflict" aria-labelledby="conflict" tabIndex={-1}>
      <h2 id="conflict">{t.title}</h2>
      <p>{rows.length > 0 ? t.text : t.same}</p>
      {rows.length > 0 && (
        <dl class="differences">
          {rows.map(({ field, mine, theirs }) => (
            <div key={field}>
              <dt>{names[field] ?? field}</dt>
              <dd>
                <small>{t.theirsLabel}</small>
                {theirs || texts.none}
              </dd>
              <dd>
                <small>{t.mineLabel}</small>
                {mine || texts.none}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <div class="dialog-actions">
        <button type="button" class="button quiet" onClick={onTheirs}>
          {t.theirs}
        </button>
        <button type="button" class="button" onClick={onMine}>
          {t.mine}
        </button>
      </div>
    </section>
  );
}
