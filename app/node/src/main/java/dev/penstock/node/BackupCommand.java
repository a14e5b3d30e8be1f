package dev.penstock.node;

import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.LongCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The command {@code backup} to a running node: where to, and where to put the keys if anywhere.
 */
final class BackupCommand implements LongCommand {
  private final DataFolder folder;
  private final Stores stores;
  private final InstantSource clock;
  private final AtomicBoolean isUnderWay = new AtomicBoolean();

  BackupCommand(DataFolder folder, Stores stores, InstantSource clock) {
    this.folder = folder;
    this.stores = stores;
    this.clock = clock;
  }

  @Override
  public ControlAnswer run(List<String> words, Progress progress) {
    if (words.isEmpty() || words.size() > 2) {
      return new ControlAnswer.Refused("backup needs a folder, and may have a file for the keys");
    }
    if (!isUnderWay.compareAndSet(false, true)) {
      return new ControlAnswer.Refused("a backup is being written; try again when it is done");
    }
    Optional<Path> keys = words.stream().skip(1).findFirst().map(Path::of);
    try {
      new Backup(folder, stores, clock, progress::at).write(Path.of(words.getFirst()), keys);
      return new ControlAnswer.Done(List.of());
    } catch (IOException e) {
      return new ControlAnswer.Refused("the backup was not written: " + e);
    } catch (StartException e) {
      return new ControlAnswer.Refused(String.valueOf(e.getMessage()));
    } finally {
      isUnderWay.set(false);
    }
  }
}
