package dev.ratchet.assistant.safety.text;

/** Which characters a reader does not see. */
public final class HiddenCharacters {
  private static final int TAGS = 0xE0000;

  private HiddenCharacters() {}

  public static boolean isHidden(int codePoint) {
    return isZeroWidth(codePoint)
        || isBidirectional(codePoint)
        || isTag(codePoint)
        || isVariationSelector(codePoint);
  }

  public static boolean isZeroWidth(int codePoint) {
    return switch (codePoint) {
      case 0x00AD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3164, 0xFEFF, 0xFFA0 -> true;
      default ->
          (codePoint >= 0x200B && codePoint <= 0x200D)
              || (codePoint >= 0x2060 && codePoint <= 0x2064);
    };
  }

  /** Marks that change the order in which text is shown. */
  public static boolean isBidirectional(int codePoint) {
    return (codePoint >= 0x202A && codePoint <= 0x202E)
        || (codePoint >= 0x2066 && codePoint <= 0x2069)
        || codePoint == 0x200E
        || codePoint == 0x200F
        || codePoint == 0x061C;
  }

  /** Overrides, which show letters in another order than they stand; nobody types them. */
  public static boolean isOverride(int codePoint) {
    return codePoint == 0x202D || codePoint == 0x202E;
  }

  public static boolean isTag(int codePoint) {
    return codePoint >= TAGS && codePoint <= 0xE007F;
  }

  public static boolean isVariationSelector(int codePoint) {
    return (codePoint >= 0xFE00 && codePoint <= 0xFE0F)
        || (codePoint >= 0xE0100 && codePoint <= 0xE01EF);
  }

  /** The letter that a tag stands for. */
  static char ofTag(int codePoint) {
    return (char) (codePoint - TAGS);
  }
}
