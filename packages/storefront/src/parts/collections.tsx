import type { Collection } from "../render.types.ts";
import { collectionPath } from "../routes.ts";
import { texts } from "../texts.ts";
import { Picture } from "./picture.tsx";

/** Links to collections, each with its picture. */
export const Collections = ({ collections }: { collections: Collection[] }) =>
  collections.length === 0 ? null : (
    <section class="collections" aria-labelledby="collections">
      <h2 id="collections">{texts.home.collections}</h2>
      <ul>
        {collections.map(({ handle, title, description, image }) => (
          <li key={handle}>
            <a href={collectionPath(handle)}>
              <Picture image={image} sizes="(min-width: 40rem) 30vw, 90vw" isDecorative />
              <h3>{title}</h3>
              <p>{description}</p>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
