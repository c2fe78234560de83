import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

interface SubmitProps {
  isBusy: boolean;
  label: string;
  /** Shown while it works. */
  working: string;
}

/** The button of a form. It shows at once that it works, and the form ignores a second click. */
export const Submit = ({ isBusy, label, working }: SubmitProps) => (
  <button class="button" type="submit" aria-busy={isBusy}>
    {isBusy ? working : label}
  </button>
);

/** Why something was not done. Read out when it appears. */
export const Problem = ({ sentence }: { sentence: string | undefined }) => (
  <div role="alert">{sentence && <p class="warning">{sentence}</p>}</div>
);

/** A part of the page that opens on its own. */
export function Disclosure({ label, children }: { label: string; children: ComponentChildren }) {
  const isOpen = useSignal(false);
  const id = useId();
  return (
    <div class="disclosure">
      <button
        type="button"
        class="opener"
        aria-expanded={isOpen.value}
        aria-controls={id}
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        {label}
      </button>
      <div id={id} hidden={!isOpen.value}>
        {isOpen.value && children}
      </div>
    </div>
  );
}
