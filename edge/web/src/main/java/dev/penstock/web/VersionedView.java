package dev.penstock.web;

import dev.penstock.access.ApprovalRequest;
import dev.penstock.json.Json;
import dev.penstock.merkle.Digest;
import dev.penstock.plant.version.History;
import dev.penstock.plant.version.ModelVersion;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Something of which there are versions, as the API has it: in force, earlier, and wanted. */
public interface VersionedView<D> {
  /** What is in force; empty where there is no model. */
  Optional<Shown<D>> active();

  /** All versions, and what waits. */
  History history();

  /** A model that is kept, as its file. */
  Optional<byte[]> yaml(Digest model) throws IOException;

  /** Keeps a model that somebody wants, so that it can be asked for. */
  Laid lay(byte[] yaml) throws IOException;

  /** What to ask for so that a kept model comes into force. */
  Asking asking(Digest model) throws IOException;

  /** A version and its model. */
  record Shown<D>(ModelVersion version, Instant since, D model) {}

  /** What came of laying down a model. */
  sealed interface Laid {
    record Kept(Digest model) implements Laid {}

    /**
     * It is none, and why: a line for each thing.
     *
     * @param findings at least one
     */
    record Unsound(List<String> findings) implements Laid {
      public Unsound {
        findings = List.copyOf(findings);
      }
    }
  }

  /** What can be asked about a model. */
  sealed interface Asking {
    /**
     * The request.
     *
     * @param needsTwo whether the settings want a second person for it
     */
    record Request(
        ModelVersion version,
        Json.Object request,
        List<ApprovalRequest.Difference> diff,
        boolean needsTwo)
        implements Asking {
      public Request {
        diff = List.copyOf(diff);
      }
    }

    /** No such model is kept. */
    record Unknown() implements Asking {}

    /** It is in force already. */
    record InForce() implements Asking {}
  }
}
