package dev.penstock.testkit.disk;

import dev.penstock.storage.Storage;

/** A disk on which nothing goes wrong keeps the contract of every storage. */
class SimDiskContractTest extends StorageContract {
  @Override
  protected Storage storage() {
    return SimDisk.calm();
  }
}
