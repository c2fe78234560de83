import { arrivedKeys } from "@myclothes/core/image/notice";
import { expect, it } from "vitest";

const notice = (key: string, eventName = "ObjectCreated:Put", eventSource = "aws:s3") => ({
  Records: [
    { eventVersion: "2.1", eventSource, eventName, s3: { bucket: { name: "b" }, object: { key, size: 9 } } },
  ],
});

it.each([
  ["uploads/img_1", "uploads/img_1"],
  ["uploads/a+b%2Bc%26d", "uploads/a b+c&d"],
  ["uploads/%C3%A9", "uploads/é"],
  ["uploads/a&b=c", "uploads/a&b=c"],
])("reads the key %s of an object that has arrived", (sent, key) => {
  expect(arrivedKeys(notice(sent))).toEqual([key]);
});

it("finds no key in S3's test, nor in the notice of another event", () => {
  expect(arrivedKeys({ Service: "Amazon S3", Event: "s3:TestEvent", Bucket: "b" })).toEqual([]);
  expect(arrivedKeys(notice("uploads/x", "ObjectRemoved:Delete"))).toEqual([]);
});

it.each([
  [{ id: "evt_1" }],
  [null],
  ["text"],
  [{ Records: [{}] }],
  [notice("x", "ObjectCreated:Put", "aws:sns")],
])("does not take %j for a message of S3", (message) => {
  expect(arrivedKeys(message)).toBeUndefined();
});
