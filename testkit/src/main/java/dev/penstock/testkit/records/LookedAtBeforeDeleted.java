package dev.penstock.testkit.records;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirDeletionStrategy;

/**
 * Holds every record in the journals below a {@code @TempDir} against the grammar before it is
 * deleted: one that does not fit fails the test that wrote it. In force in every module that has
 * the testkit among its tests, by {@code junit-platform.properties}.
 */
public final class LookedAtBeforeDeleted implements TempDirDeletionStrategy {
  /** The setting by which JUnit knows of this one. */
  public static final String SETTING = "junit.jupiter.tempdir.deletion.strategy.default";

  @Override
  public DeletionResult delete(
      Path folder, AnnotatedElementContext element, ExtensionContext context) throws IOException {
    try {
      check(folder);
      return Standard.INSTANCE.delete(folder, element, context);
    } catch (AssertionError e) {
      var _ = Standard.INSTANCE.delete(folder, element, context);
      throw e;
    }
  }

  /** Every record in the journals below this folder is one, or an {@link AssertionError}. */
  public static void check(Path folder) throws IOException {
    var _ = JournalRecords.each(folder, LookedAtBeforeDeleted::mustFit);
  }

  private static void mustFit(byte[] record) {
    var _ = RecordGrammar.checked(record);
  }
}
