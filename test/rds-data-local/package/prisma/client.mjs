// Uses the PostgreSQL port of DATABASE_URL. Prints one line of JSON.
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "@prisma/client";

const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: process.env.DATABASE_URL }) });
await prisma.coat.create({ data: { color: "blue", attrs: { warm: true } } });
const found = await prisma.$transaction(async (tx) => {
  await tx.coat.updateMany({ where: { color: "blue" }, data: { stock: 4 } });
  return tx.coat.findMany({ select: { color: true, stock: true, attrs: true }, orderBy: { color: "asc" } });
});
console.log(JSON.stringify(found));
await prisma.$disconnect();
