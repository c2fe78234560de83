import * as z from "zod";

const Notice = z.object({
  Records: z.array(
    z.object({
      eventSource: z.literal("aws:s3"),
      eventName: z.string(),
      s3: z.object({ object: z.object({ key: z.string() }) }),
    }),
  ),
});
/** S3 sends it when the notification is set up. */
const TestEvent = z.object({ Service: z.literal("Amazon S3"), Event: z.literal("s3:TestEvent") });

/**
 * The keys of the objects that a message of S3 says have arrived. Undefined: the message is not one of S3's. `message` is the
 * parsed body. https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function arrivedKeys(message: unknown): string[] | undefined {
  if (TestEvent.safeParse(message).success) return [];
  const notice = Notice.safeParse(message);
  if (!notice.success) return undefined;
  return notice.data.Records.filter(({ eventName }) => eventName.startsWith("ObjectCreated:")).flatMap(
    ({ s3 }) => {
      // S3 encodes keys as a form does.
      const key = new URLSearchParams(`key=${s3.object.key.replaceAll("&", "%26")}`).get("key");
      return key === null ? [] : [key];
    },
  );
}
