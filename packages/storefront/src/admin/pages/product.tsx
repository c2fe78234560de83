import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { api, type Product, categories as readCategories } from "../api.ts";
import { type Errors, errorsIn } from "../errors.rules.ts";
import { focusError } from "../parts/field.ts";
import { Problem, Submit } from "../parts/form.tsx";
import { LoadState, useLoaded } from "../parts/load.tsx";
import { notice } from "../parts/notice.tsx";
import {
  differences,
  emptyProduct,
  errorsOf,
  putProduct,
  type TypedProduct,
  typedProduct,
} from "../product.rules.ts";
import { go, isDirty, paths } from "../router.ts";
import { sentenceOf } from "../say.ts";
import { texts } from "../texts.ts";
import { Conflict } from "./product-conflict.tsx";
import { Images } from "./product-images.tsx";
import { Basics, Seo } from "./product-texts.tsx";
import { Variants } from "./product-variants.tsx";

const t = texts.product;

/** A product, and the version that the shop has said. */
interface Read {
  product: Product;
  etag: string;
}

async function read(handle: string) {
  const { data, error, response } = await api.GET("/admin/v1/products/{handle}", {
    params: { path: { handle } },
  });
  return error ? { error } : { data: { product: data, etag: response.headers.get("etag") ?? "*" } };
}

/** The page that changes a product. */
export function ProductPage({ handle }: { handle: string }) {
  const loaded = useLoaded(() => read(handle), [handle]);
  const found = loaded.data.value;
  return (
    <div class="content">
      <Back />
      <LoadState loaded={loaded} />
      {found && <Form found={found} />}
    </div>
  );
}

/** The page that makes a new product. */
export const NewProductPage = () => (
  <div class="content">
    <Back />
    <Form found={undefined} />
  </div>
);

const Back = () => (
  <a class="back" href={paths.products}>
    ← {t.back}
  </a>
);

export interface FormProps {
  typed: TypedProduct;
  errors: Errors;
  /** Changes some fields. */
  change: (fields: Partial<TypedProduct>) => void;
}

function Form({ found }: { found: Read | undefined }) {
  const form = useRef<HTMLFormElement>(null);
  const base = useSignal(found);
  const typed = useSignal<TypedProduct>(found ? typedProduct(found.product) : emptyProduct());
  const errors = useSignal<Errors>({});
  const problem = useSignal<string | undefined>(undefined);
  const isBusy = useSignal(false);
  /** What the shop has now, if somebody else has changed it since this page read it. */
  const theirs = useSignal<Read | undefined>(undefined);
  const categories = useLoaded(readCategories, []);
  useEffect(() => {
    const title = base.value?.product.title ?? t.new;
    document.title = `${title} · ${texts.title}`;
  }, [base.value]);
  useEffect(
    () => () => {
      isDirty.value = false;
    },
    [],
  );
  const change = (fields: Partial<TypedProduct>) => {
    typed.value = { ...typed.value, ...fields };
    isDirty.value = true;
  };
  const refuse = (fields: Errors, sentence: string) => {
    errors.value = fields;
    problem.value = sentence;
    focusError(form.current);
  };

  /** Saves what is typed over the version with this `ETag`. */
  const save = async (match: string | undefined) => {
    if (isBusy.value) return;
    const found = errorsOf(typed.value, t.errors);
    const count = Object.keys(found).length;
    if (count > 0) return refuse(found, t.invalid(count));
    errors.value = {};
    problem.value = undefined;
    isBusy.value = true;
    const sent = typed.value;
    const taken = base.value ? undefined : await whyTaken(sent);
    if (taken !== undefined) {
      isBusy.value = false;
      return refuse({ handle: taken }, t.invalid(1));
    }
    const { data, error, response } = await api.PUT("/admin/v1/products/{handle}", {
      params: { path: { handle: sent.handle.trim() }, ...(match && { header: { "If-Match": match } }) },
      body: putProduct(sent, base.value?.product.handle),
    });
    if (error?.code === "catalog.changed") await showTheirs();
    isBusy.value = false;
    if (error) {
      if (error.code === "catalog.changed" && theirs.value) return;
      return refuse(errorsIn(error), sentenceOf(error));
    }
    theirs.value = undefined;
    notice.value = response.status === 201 ? t.created : t.saved;
    const isMoved = base.value?.product.handle !== data.handle;
    base.value = { product: data, etag: response.headers.get("etag") ?? "*" };
    // What was typed while the shop was answering stays, and is still to be saved.
    isDirty.value = typed.value !== sent;
    if (!isDirty.value) typed.value = typedProduct(data);
    if (isMoved && !isDirty.value) go(paths.product(data.handle), { replace: true });
  };
  const showTheirs = async () => {
    const { data, error } = await read(base.value?.product.handle ?? typed.value.handle.trim());
    if (error) problem.value = sentenceOf(error);
    else theirs.value = data;
  };
  const takeTheirs = () => {
    if (!theirs.value) return;
    base.value = theirs.value;
    typed.value = typedProduct(theirs.value.product);
    theirs.value = undefined;
    errors.value = {};
    isDirty.value = false;
  };

  const props: FormProps = { typed: typed.value, errors: errors.value, change };
  const product = base.value?.product;
  return (
    <form
      ref={form}
      class="product-form"
      data-main
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save(base.value?.etag);
      }}
    >
      <div class="head">
        <h1>{product?.title ?? t.new}</h1>
        {product?.status === "active" && (
          <a
            class="link"
            href={`/products/${encodeURIComponent(product.handle)}`}
            target="_blank"
            rel="noreferrer"
          >
            {t.view}
          </a>
        )}
      </div>
      {theirs.value && (
        <Conflict
          rows={differences(typed.value, typedProduct(theirs.value.product))}
          onMine={() => void save(theirs.value?.etag)}
          onTheirs={takeTheirs}
        />
      )}
      <Basics {...props} categories={categories.data.value?.data} isNew={!product} />
      <Images {...props} />
      <Variants {...props} known={product?.variants ?? []} />
      <Seo {...props} />
      <div class="save">
        <Problem sentence={problem.value} />
        <Submit isBusy={isBusy.value} label={t.save} working={t.saving} />
        {isDirty.value && <small>{t.unsaved}</small>}
      </div>
    </form>
  );
}

/** A new product must not replace another one with its handle. It may be there already, after an answer that was lost. */
async function whyTaken(typed: TypedProduct): Promise<string | undefined> {
  const { data, error } = await read(typed.handle.trim());
  if (error) return error.code === "catalog.unknown_product" ? undefined : sentenceOf(error);
  const isSame = differences(typed, typedProduct(data.product)).length === 0;
  return isSame ? undefined : texts.problems["catalog.handle_taken"];
}
