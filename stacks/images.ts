import { bucket } from "@myclothes/core/buckets";
import { site } from "./edge.ts";
import { events, eventsPolicy } from "./queue.ts";
import { images } from "./storage.ts";

/** Pages of the shop's own origins may send uploads. The signature of each upload limits its type and size. */
new aws.s3.BucketCorsConfiguration("ImagesCors", {
  bucket: images.id,
  corsRules: [
    {
      allowedOrigins: site.properties.origins,
      allowedMethods: [...bucket.cors.methods],
      allowedHeaders: [...bucket.cors.headers],
      maxAgeSeconds: bucket.cors.maxAgeS,
    },
  ],
});

/** Worker deletes an upload as soon as it is converted. This deletes those that were never converted. */
new aws.s3.BucketLifecycleConfiguration("ImagesLifecycle", {
  bucket: images.id,
  rules: [
    {
      id: "uploads",
      status: "Enabled",
      filter: { prefix: bucket.uploads },
      expiration: { days: bucket.uploadDays },
      abortIncompleteMultipartUpload: { daysAfterInitiation: bucket.uploadDays },
    },
  ],
});

/** S3 tells Worker of each upload. It checks the queue's policy when this is created. */
new aws.s3.BucketNotification(
  "ImagesArrived",
  {
    bucket: images.id,
    queues: [{ queueArn: events.arn, events: ["s3:ObjectCreated:*"], filterPrefix: bucket.uploads }],
  },
  { dependsOn: eventsPolicy },
);
