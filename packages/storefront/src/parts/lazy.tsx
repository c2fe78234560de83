import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { FailedPage } from "../pages/missing.tsx";

/** A page whose code is loaded when somebody opens it. Servers render only its place. */
export function lazyPage<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const loaded = signal<ComponentType<P> | "failed" | undefined>(undefined);
  const start = async () => {
    loaded.value = await load().catch(() => "failed" as const);
  };
  return (props: P) => {
    useEffect(() => {
      if (typeof loaded.value !== "function") void start();
    }, []);
    const Page = loaded.value;
    if (Page === undefined) return <div class="page loading" aria-busy="true" />;
    if (Page === "failed") return <FailedPage onRetry={start} />;
    return <Page {...props} />;
  };
}
