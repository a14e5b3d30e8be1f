package dev.penstock.yaml;

/**
 * One fault of a settings file.
 *
 * @param file its name as the operator gave it
 * @param line from 1; 0 when the fault has no line, as a missing field of the whole file
 * @param field the path of the field, as {@code brokers[1].port}
 * @param value what stands there; empty when nothing does
 * @param wanted what may stand there
 */
public record Problem(String file, int line, String field, String value, String wanted) {
  private static final int VALUE_CHARS_MAX = 60;

  /** The fault in one line. */
  public String text() {
    String place = line > 0 ? file + ":" + line : file;
    String what = field.isEmpty() ? "" : field + ": ";
    String found = value.isEmpty() ? "" : "'" + shortened() + "' is not allowed; ";
    return place + ": " + what + found + wanted;
  }

  private String shortened() {
    String oneLine = value.replaceAll("\\s+", " ");
    return oneLine.length() <= VALUE_CHARS_MAX
        ? oneLine
        : oneLine.substring(0, VALUE_CHARS_MAX - 3) + "...";
  }
}
