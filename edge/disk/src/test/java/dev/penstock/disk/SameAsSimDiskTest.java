package dev.penstock.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.storage.ForcePoint;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random work on real files and on the simulated disk side by side. What a store learns on the one
 * must hold on the other, failures included.
 */
class SameAsSimDiskTest {
  private enum At implements ForcePoint {
    HERE
  }

  private static final List<String> NAMES =
      List.of("a", "b", "f", "f/a", "f/b", "f/g", "f/g/a", "h", "h/a");

  @Test
  void realFilesAndTheSimulatedDiskDoTheSame(@TempDir Path folder) throws IOException {
    SplittableRandom seeds = new SplittableRandom(Seed.value());
    int rounds = Deep.cases(40, 2_000);
    for (int round = 0; round < rounds; round++) {
      Path here = Files.createDirectory(folder.resolve("round" + round));
      Storage real = FileStorage.open(here);
      Storage simulated = SimDisk.calm();
      long seed = seeds.nextLong();
      SplittableRandom random = new SplittableRandom(seed);
      for (int step = 0; step < 60; step++) {
        long choice = random.nextLong();
        String done = step(real, new SplittableRandom(choice));
        assertThat(step(simulated, new SplittableRandom(choice)))
            .as("round %d, step %d, %s", round, step, Seed.describe())
            .isEqualTo(done);
      }
    }
  }

  /** One random step; what it did and what came of it. */
  private static String step(Storage on, SplittableRandom random) {
    String name = NAMES.get(random.nextInt(NAMES.size()));
    String other = NAMES.get(random.nextInt(NAMES.size()));
    int kind = random.nextInt(10);
    String step = kind + " " + name + " " + other + ": ";
    try {
      return step
          + switch (kind) {
            case 0, 1 -> {
              on.create(name).close();
              yield "created";
            }
            case 2, 3 -> {
              on.createFolder(name);
              yield "made";
            }
            case 4 -> {
              on.rename(name, other);
              yield "renamed";
            }
            case 5 -> {
              on.delete(name);
              yield "deleted";
            }
            case 6 -> on.exists(name) + " " + on.list(name);
            case 7 -> {
              on.forceFolder(name, At.HERE);
              yield "forced";
            }
            default -> useFile(on, name, random);
          };
    } catch (IOException e) {
      return step + "failed by " + e.getClass().getSimpleName();
    }
  }

  private static String useFile(Storage on, String name, SplittableRandom random)
      throws IOException {
    StringBuilder seen = new StringBuilder();
    try (StorageFile file = on.open(name);
        StorageFile reader = on.openReadOnly(name)) {
      for (int i = 0; i < 5; i++) {
        int position = random.nextInt(10_000);
        byte[] bytes = new byte[random.nextInt(6_000)];
        random.nextBytes(bytes);
        switch (random.nextInt(4)) {
          case 0 -> file.truncate(position);
          case 1 -> file.force(At.HERE);
          default -> file.writeFully(ByteBuffer.wrap(bytes), position);
        }
        ByteBuffer into = ByteBuffer.allocate(bytes.length);
        int read = reader.read(into, position / 2);
        seen.append(reader.sizeBytes()).append(' ').append(read).append(' ');
        seen.append(Arrays.hashCode(into.array())).append("; ");
      }
    }
    return seen.toString();
  }
}
