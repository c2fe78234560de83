import { createApp } from "../http/app.ts";
import { docs } from "../http/docs.ts";
import { audit } from "./routes/audit.ts";
import { deadLetters } from "./routes/dead-letters.ts";
import { images, uploads } from "./routes/images.ts";
import { keys } from "./routes/keys.ts";
import { webhooks } from "./routes/webhooks.ts";

export { info } from "./info.ts";

/** The API for the people who run the shop, and for their programs. */
export const app = createApp()
  .route("/admin", docs)
  .route("/admin/v1/keys", keys)
  .route("/admin/v1/audit", audit)
  .route("/admin/v1/uploads", uploads)
  .route("/admin/v1/images", images)
  .route("/admin/v1/dead-letters", deadLetters)
  .route("/admin/v1/webhook-endpoints", webhooks);
