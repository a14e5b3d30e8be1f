package dev.penstock.web;

import dev.penstock.access.ApprovalRequest;
import dev.penstock.json.Json;
import dev.penstock.merkle.Digest;
import dev.penstock.plant.Model;
import dev.penstock.plant.version.History;
import dev.penstock.plant.version.ModelVersion;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The model of the plant as the API has it: what is in force, what was, and what is wanted. */
public interface PlantView {
  /** A node that has no model: no source is in a zone. */
  PlantView NONE = new NoPlant();

  /** The zone that a source of this name speaks from, then those it lies in; ids. Quick. */
  List<String> zonesOf(String source);

  /** What is in force; empty where there is no model. */
  Optional<Shown> active();

  /** All versions, and what waits. */
  History history();

  /** A model that is kept, as its file. */
  Optional<byte[]> yaml(Digest model) throws IOException;

  /** Keeps a model that somebody wants, so that it can be asked for. */
  Laid lay(byte[] yaml) throws IOException;

  /** What to ask for so that a kept model comes into force. */
  Asking asking(Digest model) throws IOException;

  /** A version and its model. */
  record Shown(ModelVersion version, Instant since, Model model) {}

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

  /** See {@link #NONE}. */
  final class NoPlant implements PlantView {
    private NoPlant() {}

    @Override
    public List<String> zonesOf(String source) {
      return List.of();
    }

    @Override
    public Optional<Shown> active() {
      return Optional.empty();
    }

    @Override
    public History history() {
      return History.NONE;
    }

    @Override
    public Optional<byte[]> yaml(Digest model) {
      return Optional.empty();
    }

    @Override
    public Laid lay(byte[] yaml) {
      return new Laid.Unsound(List.of("this node keeps no model of the plant"));
    }

    @Override
    public Asking asking(Digest model) {
      return new Asking.Unknown();
    }
  }
}
