import { address, isDirty, paths } from "../router.ts";
import { forget } from "../session.ts";
import { texts } from "../texts.ts";
import { isHelpOpen } from "./shortcuts.tsx";

const pages = ["orders", "products", "stock", "sales"] as const;

export function Menu() {
  const t = texts.menu;
  const { path } = address.value;
  const isCurrent = (href: string) =>
    path === href || path.startsWith(`${href}/`) || (href === paths.orders && /^\/admin\/?$/.test(path));
  const onForget = () => {
    if (isDirty.value && !confirm(texts.leave)) return;
    isDirty.value = false;
    forget();
  };
  return (
    <header class="menu">
      <a class="logo" href={paths.orders}>
        {texts.shop}
      </a>
      <nav aria-label={t.label}>
        <ul>
          {pages.map((page) => (
            <li key={page}>
              <a href={paths[page]} aria-current={isCurrent(paths[page]) ? "page" : undefined}>
                {t[page]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="menu-end">
        <button
          type="button"
          aria-haspopup="dialog"
          onClick={() => {
            isHelpOpen.value = true;
          }}
        >
          {t.shortcuts} <kbd>?</kbd>
        </button>
        <button type="button" onClick={onForget}>
          {t.forget}
        </button>
      </div>
    </header>
  );
}
