package dev.penstock.ledger;

import dev.penstock.storage.ForcePoint;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import dev.penstock.storage.StorageLock;
import java.io.IOException;
import java.util.List;

/** A folder of a disk as a disk of its own. */
record SubFolder(Storage disk, String folder) implements Storage {
  private String inside(String name) {
    return name.isEmpty() ? folder : folder + "/" + name;
  }

  @Override
  public StorageFile create(String name) throws IOException {
    return disk.create(inside(name));
  }

  @Override
  public StorageFile open(String name) throws IOException {
    return disk.open(inside(name));
  }

  @Override
  public StorageFile openReadOnly(String name) throws IOException {
    return disk.openReadOnly(inside(name));
  }

  @Override
  public boolean exists(String name) throws IOException {
    return disk.exists(inside(name));
  }

  @Override
  public List<String> list(String name) throws IOException {
    return disk.list(inside(name));
  }

  @Override
  public void createFolder(String name) throws IOException {
    disk.createFolder(inside(name));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    disk.rename(inside(from), inside(to));
  }

  @Override
  public void delete(String name) throws IOException {
    disk.delete(inside(name));
  }

  @Override
  public void forceFolder(String name, ForcePoint point) throws IOException {
    disk.forceFolder(inside(name), point);
  }

  @Override
  public long usableBytes() throws IOException {
    return disk.usableBytes();
  }

  @Override
  public StorageLock lock(String name, String holder) throws IOException {
    return disk.lock(inside(name), holder);
  }
}
