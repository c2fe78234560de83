import { useEffect } from "preact/hooks";
import { MissingPage } from "./pages/missing.tsx";
import { OrderPage } from "./pages/order.tsx";
import { OrdersPage } from "./pages/orders.tsx";
import { NewProductPage, ProductPage } from "./pages/product.tsx";
import { ProductsPage } from "./pages/products.tsx";
import { SalesPage } from "./pages/sales.tsx";
import { SignIn } from "./pages/sign-in.tsx";
import { StockPage } from "./pages/stock.tsx";
import { Menu } from "./parts/menu.tsx";
import { Notice } from "./parts/notice.tsx";
import { Shortcuts } from "./parts/shortcuts.tsx";
import { Slips } from "./parts/slips.tsx";
import { address, type Route, routeOf } from "./router.ts";
import { isEnded, key } from "./session.ts";
import { texts } from "./texts.ts";

/** The merchant's pages. Without a key there is only the form that asks for one. */
export function Admin() {
  const isKnown = key.value !== undefined;
  return (
    <>
      {(!isKnown || isEnded.value) && <SignIn />}
      {isKnown && (
        // While the key is refused, the page stays as it is, with all that is typed.
        <div class="admin" hidden={isEnded.value}>
          <a class="skip" href="#main">
            {texts.skip}
          </a>
          <Menu />
          <main id="main" tabIndex={-1}>
            <Page path={address.value.path} />
          </main>
          <Notice />
          <Shortcuts />
        </div>
      )}
      {isKnown && !isEnded.value && <Slips />}
    </>
  );
}

function Page({ path }: { path: string }) {
  const route = routeOf(path);
  useEffect(() => {
    document.title = `${titleOf(route)} · ${texts.title}`;
  }, [path]);
  switch (route.name) {
    case "orders":
      return <OrdersPage />;
    case "order":
      return <OrderPage key={route.id} id={route.id} />;
    case "products":
      return <ProductsPage />;
    case "newProduct":
      return <NewProductPage />;
    case "product":
      return <ProductPage key={route.handle} handle={route.handle} />;
    case "stock":
      return <StockPage />;
    case "sales":
      return <SalesPage />;
    default:
      return <MissingPage />;
  }
}

function titleOf(route: Route): string {
  switch (route.name) {
    case "order":
      return texts.orders.title;
    case "product":
      return route.handle;
    case "newProduct":
      return texts.product.new;
    default:
      return texts[route.name].title;
  }
}
