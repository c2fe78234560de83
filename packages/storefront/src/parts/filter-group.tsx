import type { ComponentChildren } from "preact";

/** A part of the form that opens on its own. */
export const Group = ({
  label,
  isActive,
  children,
}: {
  label: string;
  isActive: boolean;
  children: ComponentChildren;
}) => (
  <details name="filters" class={isActive ? "group active" : "group"}>
    <summary>{label}</summary>
    <div class="group-content">{children}</div>
  </details>
);

/** Closes an open group when something outside it is pressed or gets the focus. Returns how to stop. */
export function closeFromOutside(): () => void {
  const close = ({ type, target }: Event) => {
    for (const group of document.querySelectorAll<HTMLDetailsElement>(".group[open]")) {
      // The page itself gets the focus when somebody presses a label of the group.
      const isAround = type === "focusin" && (target as Node).contains(group);
      if (!group.contains(target as Node) && !isAround) group.open = false;
    }
  };
  addEventListener("pointerdown", close);
  addEventListener("focusin", close);
  return () => {
    removeEventListener("pointerdown", close);
    removeEventListener("focusin", close);
  };
}

/** Closes the group in which somebody presses Escape. */
export function closeByEscape({ key, target }: KeyboardEvent) {
  const group = (target as Element).closest<HTMLDetailsElement>(".group[open]");
  if (key !== "Escape" || !group) return;
  group.open = false;
  group.querySelector("summary")?.focus();
}
