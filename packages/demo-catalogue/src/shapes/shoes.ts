import { cloth, move, seam, shade, trim } from "./pen.ts";

/** Both shoes of a pair, one above the other, from the side; the one further away stands a little back. */
const both = (shoe: string, apart = 250, down = 0) =>
  move(26, down - apart / 2, shoe) + move(-26, down + apart / 2, shoe);

const low =
  "M92 474Q92 424 152 406Q226 386 270 342L312 300Q326 288 338 300Q362 326 402 322Q444 316 464 288Q486 278 496 304Q502 390 518 474Z";
const slip =
  "M90 474Q90 420 160 400Q240 380 296 336Q318 322 336 340Q400 372 452 340Q478 318 496 330Q508 390 514 474Z";
const boot =
  "M90 474Q90 424 152 408Q236 390 286 352Q312 330 316 292L322 196Q408 206 492 194Q486 330 512 474Z";
const rubber = trim("M84 470H522Q530 500 516 516Q300 524 100 516Q78 506 84 470Z");
const welt = shade("M86 470H520V486H504L508 520H408L402 490H104Q84 488 86 470Z");
const lug = shade("M86 470H520L524 520H412L404 500H104Q82 496 86 470Z");
const jute = trim("M84 466H520Q526 500 508 508Q300 516 104 508Q80 498 84 466Z");
const opening = shade("M296 336Q340 302 456 322L486 326L452 346Q400 372 336 344Z");

export const shoes = {
  sneakers: both(
    cloth(low) +
      rubber +
      seam(
        "M96 446Q150 428 186 470M270 342Q300 380 356 384Q380 430 376 470M446 470Q444 400 478 330M84 494H524",
      ) +
      seam("M240 374L284 404M262 352L308 386M284 330L334 370M304 310L352 352"),
  ),
  "slip-ons": both(
    opening +
      cloth(slip) +
      jute +
      shade("M330 346L352 404Q374 412 396 404L412 358Q370 364 330 346Z") +
      seam(
        "M346 352L364 408M362 357L376 409M378 360L386 408M394 360L398 404M134 412Q196 420 190 466M90 486H520",
      ),
  ),
  loafers: both(
    opening +
      cloth(slip) +
      welt +
      cloth("M246 372Q290 392 318 470L370 470Q346 390 302 338Q276 348 246 372Z") +
      seam("M126 414Q200 450 264 428") +
      shade("M284 396l34 -18l10 18l-34 18Z"),
  ),
  derbies: both(
    opening +
      cloth(slip) +
      welt +
      seam("M214 384Q256 436 340 440Q396 420 384 356M134 412Q196 420 190 470M446 470Q440 400 474 336") +
      seam("M228 378L262 408M250 366L284 396M272 353L306 384M292 340L326 372"),
  ),
  "chelsea-boots": both(
    cloth(boot) +
      welt +
      shade("M356 204H440Q436 290 424 366Q388 376 366 366Q352 290 356 204Z") +
      seam("M368 206L376 366M384 206L390 370M400 206L404 370M416 206L416 368M428 206L424 364") +
      cloth("M466 168q26 -4 26 28v34h-18v-34q0 -10 -8 -10Z"),
    340,
    48,
  ),
  "lace-boots": both(
    shade("M322 196Q408 180 492 194L480 214H330Z") +
      cloth(boot) +
      lug +
      seam("M134 414Q206 424 200 470M372 204Q380 340 350 412Q340 440 376 470M446 470Q452 380 444 204") +
      seam("M316 240L366 254M314 272L366 288M306 306L364 322M290 338L356 358M268 360L342 390"),
    340,
    48,
  ),
};
