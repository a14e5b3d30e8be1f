package dev.penstock.cli.doctor;

import dev.penstock.disk.FileStorage;
import dev.penstock.flow.PublishedHead;
import dev.penstock.ledger.FilePublishedHead;
import dev.penstock.ledger.LedgerReader;
import dev.penstock.ledger.ReaderOpening;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether it would be seen if the ledger's folder were replaced as a whole by an older copy: only
 * what is kept outside the folder can tell.
 */
public final class RollbackCheck implements Check {
  @Override
  public String name() {
    return "rollback";
  }

  @Override
  public Finding look(Path data) {
    return look(data, Optional.empty());
  }

  @Override
  public Finding look(Path data, Optional<Path> head) {
    if (head.isEmpty()) {
      return new Finding.Notice(
          "what was published last is kept nowhere outside the ledger, so nobody here can tell if"
              + " its folder is replaced by an older copy",
          "keep it on another disk and name that folder with --head");
    }
    try {
      return look(data.resolve("ledger"), data, head.get());
    } catch (IOException e) {
      return new Finding.Bad(
          "the published head in " + head.get() + " cannot be read: " + e,
          "check that the disk is mounted");
    }
  }

  private static Finding look(Path inside, Path data, Path head) throws IOException {
    var outside = new FilePublishedHead(FileStorage.open(head));
    Path ledger = Files.isRegularFile(inside.resolve("format")) ? inside : data;
    if (!Files.isRegularFile(ledger.resolve("format"))) {
      return new Finding.Good("kept in " + head + "; no ledger in " + data + " yet");
    }
    return switch (LedgerReader.open(FileStorage.open(ledger), outside)) {
      case ReaderOpening.Refused(var finding) -> bad(finding.toString());
      case ReaderOpening.Opened(var reader, _, var finding) -> {
        try (reader) {
          yield finding.isPresent()
              ? bad(finding.get().toString())
              : judge(outside.read(reader.origin()), ledger, head);
        }
      }
    };
  }

  private static Finding bad(String finding) {
    return new Finding.Bad(finding, "start no node on this folder before that is explained");
  }

  private static Finding judge(PublishedHead.Reading reading, Path ledger, Path head)
      throws IOException {
    return switch (reading) {
      case PublishedHead.Reading.Known(var size, _, var time) ->
          Files.getFileStore(ledger).equals(Files.getFileStore(head))
              ? new Finding.Notice(
                  "size %d of %s is kept in %s, on the disk of the ledger"
                      .formatted(size, time, head),
                  "choose another disk: an older image of this one takes both back")
              : new Finding.Good("size %d of %s is kept in %s".formatted(size, time, head));
      case PublishedHead.Reading.Nothing(),
          PublishedHead.Reading.Adopted(),
          PublishedHead.Reading.NoPlace() ->
          new Finding.Notice(
              head + " knows nothing of this ledger",
              "name the folder that the node keeps the published head in");
      case PublishedHead.Reading.Unreadable(var detail) -> bad(detail);
    };
  }
}
