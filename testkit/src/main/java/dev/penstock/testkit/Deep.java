package dev.penstock.testkit;

/** Whether the long tail runs: {@code ./penstock test --deep}, or {@code -Dpenstock.deep=true}. */
public final class Deep {
  private Deep() {}

  public static boolean on() {
    return Boolean.getBoolean("penstock.deep");
  }

  /** The small number in every run, the large one in a deep run. */
  public static int cases(int always, int deep) {
    return on() ? deep : always;
  }
}
