import type { ComponentChildren } from "preact";
import "../../parts/dialog.css";
import { useEffect, useId, useRef } from "preact/hooks";

interface Props {
  isOpen: boolean;
  title: string;
  onClose: () => void;
  children: ComponentChildren;
}

/** A dialog that asks something. Escape closes it. */
export function Dialog({ isOpen, title, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby={id} onClose={onClose}>
      <h2 id={id}>{title}</h2>
      {isOpen && children}
    </dialog>
  );
}
