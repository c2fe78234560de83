import { expect, it } from "vitest";
import { isPublicAddress } from "../../../packages/core/src/webhook/address.rules.ts";

it.each([
  "127.0.0.1",
  "10.1.2.3",
  "172.31.255.255",
  "192.168.0.1",
  "169.254.169.254",
  "100.100.100.200",
  "0.0.0.0",
  "255.255.255.255",
  "224.0.0.1",
  "::1",
  "::",
  "fd00:ec2::254",
  "fe80::1",
  "::ffff:127.0.0.1",
  "::ffff:a9fe:a9fe",
  "64:ff9b::a9fe:a9fe",
  "2002:7f00:1::",
  "ff02::1",
])("refuses %s, which is not on the public internet", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

it.each(["1.1.1.1", "93.184.216.34", "172.32.0.1", "169.253.1.1", "2606:4700::1111", "2a00:1450::1"])(
  "accepts %s",
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);
