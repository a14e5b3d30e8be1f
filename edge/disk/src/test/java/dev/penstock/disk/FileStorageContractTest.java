package dev.penstock.disk;

import dev.penstock.storage.Storage;
import dev.penstock.testkit.disk.StorageContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Real files keep the contract of every storage. */
class FileStorageContractTest extends StorageContract {
  @TempDir private Path folder;

  @Override
  protected Storage storage() throws IOException {
    return FileStorage.open(folder);
  }
}
