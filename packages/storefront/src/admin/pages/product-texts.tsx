import { FieldFrame as Field } from "../../parts/form/frame.tsx";
import type { Product } from "../api.ts";
import { handleOf } from "../product.rules.ts";
import { texts } from "../texts.ts";
import type { FormProps } from "./product.tsx";

const t = texts.product;
const statuses = ["draft", "active", "archived"] as const;

interface Props extends FormProps {
  categories: { handle: string; title: string }[] | undefined;
  isNew: boolean;
}

/** Title, text, category and status. */
export function Basics({ typed, errors, change, categories, isNew }: Props) {
  const setTitle = (title: string) => {
    // The handle of a new product follows its title until somebody types another one.
    const follows = isNew && typed.handle === handleOf(typed.title);
    change({ title, ...(follows && { handle: handleOf(title) }) });
  };
  const known = categories ?? [];
  const hasCategory = known.some(({ handle }) => handle === typed.category);
  return (
    <section class="part" aria-labelledby="basics">
      <h2 id="basics">{t.basics}</h2>
      <div class="fields">
        <Field label={t.title} error={errors.title} class="wide">
          {(field) => (
            <input
              {...field}
              name="title"
              value={typed.title}
              maxLength={255}
              onInput={({ currentTarget }) => setTitle(currentTarget.value)}
            />
          )}
        </Field>
        <Field label={t.handle} hint={t.handleHelp} error={errors.handle} class="wide">
          {(field) => (
            <input
              {...field}
              name="handle"
              value={typed.handle}
              maxLength={255}
              spellcheck={false}
              autocomplete="off"
              onInput={({ currentTarget }) => change({ handle: currentTarget.value })}
            />
          )}
        </Field>
        <Field label={t.description} error={errors.description} class="wide">
          {(field) => (
            <textarea
              {...field}
              name="description"
              rows={6}
              value={typed.description}
              maxLength={32_768}
              onInput={({ currentTarget }) => change({ description: currentTarget.value })}
            />
          )}
        </Field>
        <Field label={t.category} error={errors.category}>
          {(field) => (
            <select
              {...field}
              name="category"
              value={typed.category}
              onChange={({ currentTarget }) => change({ category: currentTarget.value })}
            >
              {typed.category === "" && <option value="">{t.choose}</option>}
              {typed.category !== "" && !hasCategory && (
                <option value={typed.category}>{typed.category}</option>
              )}
              {known.map(({ handle, title }) => (
                <option key={handle} value={handle}>
                  {title}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t.status} hint={t.statusHelp[typed.status]} error={errors.status}>
          {(field) => (
            <select
              {...field}
              name="status"
              value={typed.status}
              onChange={({ currentTarget }) => change({ status: currentTarget.value as Product["status"] })}
            >
              {statuses.map((status) => (
                <option key={status} value={status}>
                  {texts.products.statuses[status]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t.tags} isOptional hint={t.tagsHelp} error={errors.tags} class="wide">
          {(field) => (
            <input
              {...field}
              name="tags"
              value={typed.tags}
              onInput={({ currentTarget }) => change({ tags: currentTarget.value })}
            />
          )}
        </Field>
      </div>
    </section>
  );
}

/** What search engines show, where it differs from the texts for shoppers. */
export const Seo = ({ typed, errors, change }: FormProps) => (
  <section class="part" aria-labelledby="seo">
    <h2 id="seo">{t.seo}</h2>
    <p class="help">{t.seoHelp}</p>
    <div class="fields">
      <Field label={t.seoTitle} isOptional error={errors.seoTitle} class="wide">
        {(field) => (
          <input
            {...field}
            name="seoTitle"
            value={typed.seoTitle}
            maxLength={255}
            onInput={({ currentTarget }) => change({ seoTitle: currentTarget.value })}
          />
        )}
      </Field>
      <Field label={t.seoDescription} isOptional error={errors.seoDescription} class="wide">
        {(field) => (
          <textarea
            {...field}
            name="seoDescription"
            rows={2}
            value={typed.seoDescription}
            maxLength={500}
            onInput={({ currentTarget }) => change({ seoDescription: currentTarget.value })}
          />
        )}
      </Field>
    </div>
  </section>
);
