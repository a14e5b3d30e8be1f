package dev.penstock.cli.continuity;

import dev.penstock.evidence.chain.Visible;
import dev.penstock.flow.continuity.Certificate;
import dev.penstock.flow.continuity.CertificateVerdict;
import dev.penstock.flow.continuity.CertificateVerdict.Where;
import dev.penstock.flow.continuity.CertificateVerdict.Why;
import dev.penstock.flow.continuity.PlainWords;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A verdict in words for a person. What is not confirmed is not repeated. */
final class VerdictText {
  private VerdictText() {}

  static List<String> of(Path file, CertificateVerdict verdict) {
    var lines = new ArrayList<String>();
    lines.add(Visible.of(file.toString()));
    switch (verdict) {
      case CertificateVerdict.Confirmed confirmed -> add(confirmed, lines);
      case CertificateVerdict.Contradicted(var where, var what) -> {
        lines.add("verdict  CONTRADICTED: " + words(where));
        lines.add("         " + Visible.of(what));
      }
      case CertificateVerdict.Unproven(var why, var what) -> {
        lines.add("verdict  UNPROVEN: " + words(why));
        lines.add("         " + Visible.of(what));
      }
    }
    return lines;
  }

  private static void add(CertificateVerdict.Confirmed confirmed, List<String> lines) {
    Certificate certificate = confirmed.certificate();
    lines.add("scope    " + certificate.scope().sentence());
    lines.add("gateway  " + Visible.of(certificate.gateway()));
    lines.add(
        "log      "
            + Visible.of(confirmed.checkpoint().origin())
            + ", size "
            + confirmed.checkpoint().size()
            + ", root "
            + confirmed.checkpoint().root());
    confirmed.witnesses().forEach(name -> lines.add("witness  " + Visible.of(name)));
    PlainWords.of(certificate.report(), certificate.name())
        .forEach(line -> lines.add("states   " + Visible.of(line)));
    confirmed.rests().forEach(line -> lines.add("rests on " + Visible.of(line)));
    lines.add("verdict  CONFIRMED: what it states is what the sealed records say");
  }

  static String words(Where where) {
    return switch (where) {
      case SIGNATURE -> "its signature is false, or another gateway's";
      case CHECKPOINT -> "the head of the log is forged, or another log's";
      case BLOCK -> "a block is not signed by who it says";
      case CHAIN -> "blocks of one chain do not fit together";
      case LOG_PLACE -> "a block does not stand in the log where it is said to";
      case RECORDS -> "records are not those that were sealed";
      case STRETCH -> "it states something else than the records say";
      case FINDING -> "it leaves out a finding, or alters one";
    };
  }

  static String words(Why why) {
    return switch (why) {
      case MALFORMED -> "it is no certificate";
      case SIGNER_UNKNOWN -> "your trust file does not name the key that signed it";
      case CHECKPOINT_REFUSED -> "your trust file does not accept the head of its log";
      case BLOCK_KEY_UNKNOWN -> "your trust file does not name a key that signed its blocks";
      case BLOCKS_NOT_SHOWN -> "blocks in the middle of a chain are not in it";
      case RECORD_UNREADABLE -> "a record is of a kind that this version does not know";
      case TWO_ROLLS -> "roll-calls stand in two chains, so nobody vouches for their order";
      case STRETCH_NOT_SHOWN -> "it states a stretch for which it shows no record";
      case FINDING_NOT_SHOWN -> "it states a finding for which it shows no record";
    };
  }
}
