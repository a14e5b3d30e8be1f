package dev.penstock.bundlecorpus;

import dev.penstock.bundle.Claim.Reason;
import dev.penstock.bundle.Claim.State;
import dev.penstock.bundle.ClaimCode;
import dev.penstock.bundle.Verdict.Outcome;
import dev.penstock.evidence.approval.Agreed;
import dev.penstock.evidence.approval.PasskeyAdded;
import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.evidence.record.Statement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/** Bundles that show who agreed to what, and bundles that only seem to. */
final class ApprovalCases {
  private final Corpus corpus;

  ApprovalCases(Corpus corpus) {
    this.corpus = corpus;
  }

  void add() {
    good();
    onTheNodesWord();
    wordless();
    replayed();
    failedAndRepeated();
    strangers();
    forms();
    requests();
    clientData();
    authenticators();
    corpus.asUsual();
  }

  /** What the gateway of a site states of itself, and nothing else of that site. */
  private Draft draft(List<List<RecordValue>> blocks) {
    Site site = Site.stating(corpus.site.number, blocks);
    corpus.asking("", site.trust("both"), Corpus.NOW);
    Draft draft = Draft.good(site);
    draft.source = 0;
    draft.name = Site.ORIGIN;
    draft.from = Site.START + (Site.INTERVALS + 3) * Site.SECOND;
    draft.files.clear();
    for (Site.Sealed sealed : site.stated) {
      boolean _ = draft.files.add(new ArrayList<>(List.of(Item.of(sealed, i -> true))));
    }
    return draft;
  }

  private Draft draft(RecordValue... values) {
    return draft(List.of(List.of(values)));
  }

  private void put(String name, State state, Reason reason, RecordValue... values) {
    Outcome outcome = state == State.CONTRADICTED ? Outcome.NOT_VERIFIED : Outcome.VERIFIED;
    corpus.put(
        name,
        draft(values).bytes(),
        outcome,
        new Case.Expected(ClaimCode.APPROVALS, state, reason));
  }

  /** A passkey that is its owner's, and an approval that is bent. */
  private void wrong(String name, Consumer<ApprovalDraft> how) {
    var one = new ApprovalDraft(0x21);
    how.accept(one);
    put(name, State.CONTRADICTED, Reason.APPROVAL_WRONG, one.added(), one.statement());
  }

  private void good() {
    var one = new ApprovalDraft(0x21);
    var two = new ApprovalDraft(0x22);
    two.kind = "plant.change";
    corpus.put(
        "approvals-that-passkeys-signed",
        draft(
                List.of(
                    List.of(one.added(), of("es256").added(), one.statement()),
                    List.of(of("rs256").added(), two.statement()),
                    List.of(kept("es256"), kept("rs256"))))
            .bytes(),
        Outcome.VERIFIED);
    var other = new ApprovalDraft(0x23);
    other.more = ",\"other_keys_can_be_added_here\":[1,-2.5e3,{\"a\\u00e9\\n\":null},true]";
    other.origin = "https://hmi.plant7.example";
    other.flags = ApprovalDraft.THERE | 0x98;
    other.behind = new byte[] {(byte) 0xa1, 0x61, 0x78, (byte) 0xf5};
    corpus.put(
        "an-approval-with-more-in-it",
        draft(other.added(), other.statement()).bytes(),
        Outcome.VERIFIED);
    put(
        "no-approval",
        State.ABSENT,
        Reason.NO_APPROVAL,
        access("session.open", "abc", Access.Outcome.GRANTED),
        access("approval.approve", one.approval.toString(), Access.Outcome.REFUSED),
        one.added());
  }

  private static Access access(String action, String object, Access.Outcome outcome) {
    return new Access(ApprovalDraft.PERSON, action, object, outcome, null, null, Details.NONE);
  }

  private void onTheNodesWord() {
    var one = new ApprovalDraft(0x21);
    String id = one.approval.toString();
    put(
        "an-approval-on-the-nodes-word",
        State.UNPROVEN,
        Reason.APPROVAL_ATTESTED,
        access("approval.approve", id, Access.Outcome.GRANTED),
        one.attested("re-authentication"));
    put(
        "an-approval-from-before-signatures-were-kept",
        State.UNPROVEN,
        Reason.APPROVAL_ATTESTED,
        one.added(),
        access("approval.approve", new ApprovalDraft(0x29).approval.toString(), granted()),
        access("approval.approve", id, granted()),
        one.statement());
    var two = new ApprovalDraft(0x22);
    corpus.put(
        "approvals-of-both-kinds-in-blocks-of-their-own",
        draft(
                List.of(
                    List.of(access("approval.approve", id, granted())),
                    List.of(one.statement(), access("approval.approve", "elsewhere", granted())),
                    List.of(two.attested("break-glass"), one.added())))
            .bytes(),
        Outcome.VERIFIED,
        new Case.Expected(ClaimCode.APPROVALS, State.UNPROVEN, Reason.PASSKEY_UNPROVEN));
  }

  private static Access.Outcome granted() {
    return Access.Outcome.GRANTED;
  }

  /** The passkey signs a digest; what it is the digest of, the words say. */
  private void wordless() {
    var one = new ApprovalDraft(0x21);
    var reset = new ApprovalDraft(0x22);
    reset.kind = "person.reset";
    reset.isWithWords = false;
    var shred = new ApprovalDraft(0x23);
    shred.isWithWords = false;
    put(
        "an-approval-whose-words-are-not-kept",
        State.UNPROVEN,
        Reason.APPROVAL_WORDLESS,
        one.added(),
        one.statement(),
        reset.statement());
    put(
        "a-shred-whose-words-were-dropped",
        State.UNPROVEN,
        Reason.APPROVAL_WORDLESS,
        one.added(),
        shred.statement());
    put(
        "an-approval-without-words-by-a-passkey-of-nobody",
        State.UNPROVEN,
        Reason.PASSKEY_UNPROVEN,
        reset.statement());
    put(
        "an-approval-without-words-beside-one-on-the-nodes-word",
        State.UNPROVEN,
        Reason.APPROVAL_ATTESTED,
        one.added(),
        reset.statement(),
        one.attested("re-authentication"));
    ApprovalDraft alone = replay(one);
    alone.kind = "person.erase";
    put(
        "an-old-signature-under-another-id",
        State.UNPROVEN,
        Reason.APPROVAL_WORDLESS,
        one.added(),
        alone.statement());
  }

  /** What was signed once, as another approval: the words cannot come along. */
  private static ApprovalDraft replay(ApprovalDraft one) {
    var again = new ApprovalDraft(0x2a);
    again.digest = one.digest();
    again.isWithWords = false;
    return again;
  }

  private void replayed() {
    var one = new ApprovalDraft(0x21);
    ApprovalDraft otherId = replay(one);
    ApprovalDraft otherKind = replay(one);
    otherKind.approval = one.approval;
    otherKind.kind = "person.erase";
    ApprovalDraft otherAuthor = replay(one);
    otherAuthor.approval = one.approval;
    otherAuthor.author = ApprovalDraft.id(0x64);
    var otherDigest = new ApprovalDraft(0x22);
    otherDigest.digest = otherDigest.digest();
    otherDigest.approval = one.approval;
    otherDigest.isWithWords = false;
    again("id", one, otherId);
    again("kind", one, otherKind);
    again("author", one, otherAuthor);
    again("digest", one, otherDigest);
    wrong(
        "an-approval-of-words-of-another-time",
        two -> two.words = two.words().replace("10:00:00Z", "10:00:00.000000001Z"));
    wrong(
        "an-approval-of-words-with-a-time-within",
        two ->
            two.words =
                two.words()
                    .replace("{\"do\":\"shred\"}", "{\"requested_at\":\"2026-03-03T10:00:00Z\"}")
                    .replaceFirst(",\"requested_at\":\"2026-03-03T10:00:00Z\"}$", "}"));
  }

  /** In one block, and in two files. */
  private void again(String what, ApprovalDraft one, ApprovalDraft other) {
    put(
        "an-approval-again-under-another-" + what,
        State.CONTRADICTED,
        Reason.APPROVAL_WRONG,
        one.added(),
        one.statement(),
        other.statement());
    corpus.put(
        "an-approval-again-under-another-" + what + "-in-a-file-of-its-own",
        draft(List.of(List.of(one.added(), one.statement()), List.of(other.statement()))).bytes(),
        Outcome.NOT_VERIFIED,
        new Case.Expected(ClaimCode.APPROVALS, State.CONTRADICTED, Reason.APPROVAL_WRONG));
  }

  /** What the node could not write whole, it says did not come to be. */
  private void failedAndRepeated() {
    var one = new ApprovalDraft(0x21);
    Access did = access("approval.approve", one.approval.toString(), granted());
    Access not = access("approval.approve", one.approval.toString(), Access.Outcome.FAILED);
    put("an-approval-that-failed", State.ABSENT, Reason.NO_APPROVAL, one.added(), did, not);
    corpus.put(
        "an-approval-that-failed-in-a-later-file",
        draft(List.of(List.of(did), List.of(not))).bytes(),
        Outcome.VERIFIED,
        new Case.Expected(ClaimCode.APPROVALS, State.ABSENT, Reason.NO_APPROVAL));
    put(
        "an-approval-that-failed-before-it-did-not",
        State.UNPROVEN,
        Reason.APPROVAL_ATTESTED,
        did,
        not,
        did);
    corpus.put(
        "an-approval-written-late-and-again",
        draft(
                List.of(
                    List.of(one.added(), did, not, one.statement()), List.of(did, one.statement())))
            .bytes(),
        Outcome.VERIFIED);
    put(
        "an-approval-that-is-shown-and-attested",
        State.UNPROVEN,
        Reason.APPROVAL_ATTESTED,
        one.added(),
        one.attested("re-authentication"),
        one.statement(),
        new ApprovalDraft(0x22).attested("break-glass"));
  }

  private void strangers() {
    var one = new ApprovalDraft(0x21);
    var other = new ApprovalDraft(0x22);
    other.person = ApprovalDraft.id(0x63);
    put(
        "an-approval-by-a-passkey-of-nobody",
        State.UNPROVEN,
        Reason.PASSKEY_UNPROVEN,
        one.statement());
    put(
        "an-approval-by-a-passkey-of-somebody-else",
        State.UNPROVEN,
        Reason.PASSKEY_UNPROVEN,
        other.added(),
        one.statement());
    put(
        "an-approval-by-a-passkey-that-came-later",
        State.UNPROVEN,
        Reason.PASSKEY_UNPROVEN,
        one.statement(),
        one.added());
    put(
        "a-passkey-under-the-hash-of-another",
        State.UNPROVEN,
        Reason.PASSKEY_UNPROVEN,
        renamed(one.added(), of("es256").added()),
        one.statement());
  }

  /** The first, with what the second is about. */
  private static Statement renamed(Statement one, Statement other) {
    return with(one, one.answer(), other.about());
  }

  private static Statement with(
      Statement one, SampleValue answer, List<dev.penstock.merkle.Digest> about) {
    return new Statement(
        one.person(),
        one.type(),
        one.subject(),
        answer,
        one.from(),
        one.to(),
        about,
        one.text(),
        one.details());
  }

  private void forms() {
    Statement good = new ApprovalDraft(0x21).statement();
    var fields = ((SampleValue.Many) good.answer()).values();
    malformed("an-approval-cut-short", good, fields.subList(0, 8));
    var longer = new ArrayList<>(fields);
    longer.add(new Scalar.None());
    malformed("an-approval-with-one-field-more", good, longer);
    var otherForm = new ArrayList<>(fields);
    var _ = otherForm.set(3, new Scalar.Bool(true));
    malformed("an-approval-of-a-request-that-is-no-text", good, otherForm);
    var shorter = new ArrayList<>(fields);
    var _ = shorter.set(1, new Scalar.Bytes(ByteString.of(new byte[15])));
    malformed("an-approval-with-a-short-id", good, shorter);
    var empty = new ArrayList<>(fields);
    var _ = empty.set(8, new Scalar.Bytes(ByteString.EMPTY));
    malformed("an-approval-with-an-empty-signature", good, empty);
    malformed("an-approval-that-says-nothing", good, List.of());
    var attested = new ArrayList<>(fields);
    var _ = attested.set(0, new Scalar.Text("re-authentication"));
    malformed("an-approval-of-two-minds", good, attested);
    put(
        "an-approval-of-no-request",
        State.CONTRADICTED,
        Reason.APPROVAL_WRONG,
        with(good, good.answer(), List.of()));
  }

  private void malformed(String name, Statement good, List<Scalar> fields) {
    put(
        name,
        State.CONTRADICTED,
        Reason.APPROVAL_WRONG,
        with(good, new SampleValue.Many(fields), good.about()));
  }

  private void requests() {
    wrong("an-approval-by-its-author", one -> one.author = one.person);
    wrong(
        "an-approval-of-other-words",
        one -> {
          one.digest = one.digest();
          one.words = one.words().replace("do", "un");
        });
    wrong(
        "an-approval-of-the-words-of-another-request",
        one -> one.words = new ApprovalDraft(0x22).words());
    wrong(
        "an-approval-of-words-of-another-kind",
        one -> {
          one.words = one.words();
          one.kind = "plant.change";
        });
    var attested = new ApprovalDraft(0x21);
    attested.author = attested.person;
    put(
        "an-approval-by-its-author-on-the-nodes-word",
        State.CONTRADICTED,
        Reason.APPROVAL_WRONG,
        attested.attested("re-authentication"));
  }

  private void clientData() {
    wrong("an-approval-of-another-challenge", one -> one.challenge = Site.hash("another"));
    wrong("an-approval-at-a-registration", one -> one.type = "webauthn.create");
    wrong("an-approval-at-another-page", one -> one.origin = "https://evil.example");
    wrong("an-approval-at-a-name-like-it", one -> one.origin = "https://notplant7.example");
    wrong("an-approval-without-tls", one -> one.origin = "http://plant7.example");
    wrong("an-approval-at-the-usual-port", one -> one.origin = "https://plant7.example:443");
    wrong("an-approval-in-a-page-within", one -> one.more = ",\"crossOrigin\":true");
    wrong("an-approval-below-another-page", one -> one.more = ",\"topOrigin\":\"https://a.b\"");
    wrong("an-approval-with-a-name-twice", one -> one.more = ",\"type\":\"webauthn.get\"");
    wrong("an-approval-in-no-json", one -> one.clientData = "{\"type\":\"webauthn.get\"");
    wrong("an-approval-in-a-list", one -> one.clientData = "[]");
    wrong("an-approval-in-deep-json", one -> one.more = ",\"a\":[[[[[[[[1]]]]]]]]");
    wrong("an-approval-with-half-a-pair", one -> one.more = ",\"a\":\"\\ud800\"");
    wrong("an-approval-with-a-number-that-is-none", one -> one.more = ",\"a\":01");
    wrong("an-approval-with-a-number-too-large", one -> one.more = ",\"a\":1e999");
    wrong(
        "an-approval-in-very-many-values", one -> one.more = ",\"a\":[0" + ",0".repeat(200) + "]");
  }

  private void authenticators() {
    wrong("an-approval-with-another-signature", one -> one.signatureBent = 3);
    wrong("an-approval-with-nobody-there", one -> one.flags = 4);
    wrong("an-approval-of-somebody-not-verified", one -> one.flags = 1);
    wrong("an-approval-of-a-copy-that-cannot-be", one -> one.flags = ApprovalDraft.THERE | 0x10);
    wrong("an-approval-with-a-credential", one -> one.flags = ApprovalDraft.THERE | 0x40);
    wrong("an-approval-without-its-extensions", one -> one.flags = ApprovalDraft.THERE | 0x80);
    wrong("an-approval-with-bytes-behind", one -> one.behind = new byte[1]);
    wrong("an-approval-for-another-party", one -> one.partySigned = "other.example");
    wrong(
        "an-approval-for-a-party-that-is-none",
        one -> {
          one.party = "10.0.0.7";
          one.origin = "https://10.0.0.7";
        });
    wrong("an-approval-with-a-key-that-is-none", one -> one.key = new byte[] {(byte) 0xa0});
    wrong(
        "an-approval-with-a-key-of-no-curve",
        one -> one.key = Corpus.flipped(one.key(), one.key().length - 40));
    wrong("an-approval-with-the-key-of-another", one -> one.key = of("es256").parts().getFirst());
  }

  /** What a passkey of another kind signed, out of the resource. */
  record Foreign(String name, List<byte[]> parts) {
    Statement added() {
      return new PasskeyAdded(ApprovalDraft.PERSON, ByteString.of(parts.getFirst())).toStatement();
    }
  }

  private static Statement kept(String name) {
    List<byte[]> parts = of(name).parts();
    return new ApprovalDraft(name.equals("es256") ? 0x31 : 0x32)
        .agreed(
            new Agreed.Shown.Signed(
                ApprovalDraft.PARTY,
                ByteString.of(parts.get(0)),
                ByteString.of(parts.get(1)),
                ByteString.of(parts.get(2)),
                ByteString.of(parts.get(3))));
  }

  private static Foreign of(String name) {
    try (InputStream in = ApprovalCases.class.getResourceAsStream("agreements.txt")) {
      if (in == null) {
        throw new IllegalStateException("no agreements");
      }
      String line =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(one -> one.startsWith(name + " "))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("no agreement " + name));
      List<byte[]> parts = new ArrayList<>();
      for (String hex : line.substring(name.length() + 1).split(" ", -1)) {
        parts.add(HexFormat.of().parseHex(hex));
      }
      return new Foreign(name, parts);
    } catch (IOException e) {
      throw new IllegalStateException("the agreements cannot be read", e);
    }
  }
}
