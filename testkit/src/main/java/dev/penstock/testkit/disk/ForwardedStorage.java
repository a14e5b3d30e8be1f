package dev.penstock.testkit.disk;

import dev.penstock.storage.ForcePoint;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import dev.penstock.storage.StorageLock;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** Another disk as it is; a test overrides what is to be otherwise. */
public class ForwardedStorage implements Storage {
  private final Storage disk;

  protected ForwardedStorage(Storage disk) {
    this.disk = Objects.requireNonNull(disk, "disk");
  }

  @Override
  public StorageFile create(String name) throws IOException {
    return disk.create(name);
  }

  @Override
  public StorageFile open(String name) throws IOException {
    return disk.open(name);
  }

  @Override
  public StorageFile openReadOnly(String name) throws IOException {
    return disk.openReadOnly(name);
  }

  @Override
  public boolean exists(String name) throws IOException {
    return disk.exists(name);
  }

  @Override
  public List<String> list(String folder) throws IOException {
    return disk.list(folder);
  }

  @Override
  public void createFolder(String folder) throws IOException {
    disk.createFolder(folder);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    disk.rename(from, to);
  }

  @Override
  public void delete(String name) throws IOException {
    disk.delete(name);
  }

  @Override
  public void forceFolder(String folder, ForcePoint point) throws IOException {
    disk.forceFolder(folder, point);
  }

  @Override
  public long usableBytes() throws IOException {
    return disk.usableBytes();
  }

  @Override
  public StorageLock lock(String name, String holder) throws IOException {
    return disk.lock(name, holder);
  }
}
