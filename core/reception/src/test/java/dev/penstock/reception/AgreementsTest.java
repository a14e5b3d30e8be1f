package dev.penstock.reception;

import static dev.penstock.reception.World.given;
import static dev.penstock.reception.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.access.Approval;
import dev.penstock.access.Bytes;
import dev.penstock.access.Grant;
import dev.penstock.access.OidcSubject;
import dev.penstock.access.Role;
import dev.penstock.access.SecretHash;
import dev.penstock.evidence.approval.Agreed;
import dev.penstock.evidence.approval.PasskeyAdded;
import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the log keeps for ever of who agreed to what. Req: 62443-4-2 CR 2.12. */
class AgreementsTest {
  private final World world = new World();

  @BeforeEach
  void staff() {
    Caller eva = world.setUp();
    Caller _ = world.join(eva, "ada", Grant.of(Role.SECURITY_OFFICER));
    Caller _ = world.join(world.again("eva"), "tom", Grant.of(Role.ENGINEER));
  }

  private static ApprovalView proposed(Answer<? extends Change<?>> answer) {
    return ((Change.Proposed<?>) given(answer)).approval();
  }

  private ApprovalView erasure() {
    return proposed(
        world.reception.people().erase(world.again("eva"), world.id("tom"), "has left"));
  }

  private Statement last() {
    return world.ledger.stated().getLast();
  }

  @Test
  void whatAPasskeySignedIsStatedWithTheRequestAndTheKey() {
    Caller ada = world.again("ada");
    Bytes key = SignInTest.addKey(world, ada);
    PasskeyAdded added = PasskeyAdded.of(last()).orElseThrow();
    assertThat(added.person()).hasToString(world.id("ada").hex());
    assertThat(added.publicKey()).hasToString(key.hex());
    assertThat(world.ledger.all().getLast().details().values())
        .containsEntry("key", SampleValue.of(PasskeyAdded.digestOf(added.publicKey()).toString()));

    ApprovalView view = erasure();
    assertThat(given(world.sign(ada, view, key, 1)).state()).isEqualTo(Approval.State.EXECUTED);
    Agreed agreed = Agreed.of(last()).orElseThrow();
    assertThat(agreed.person()).isEqualTo(added.person());
    Agreed.Request request = agreed.request();
    assertThat(request.approval()).hasToString(view.id().hex());
    assertThat(request.author()).hasToString(world.id("eva").hex());
    assertThat(request.kind()).isEqualTo("person.erase");
    assertThat(request.digest()).hasToString(view.digest().hex());
    assertThat(SecretHash.of(request.words().orElseThrow()).value()).isEqualTo(view.digest());
    assertThat(request.words().orElseThrow())
        .startsWith(
            "{\"approval\":\"" + view.id().hex() + "\",\"author\":\"" + world.id("eva").hex());
    assertThat(agreed.shown())
        .isInstanceOfSatisfying(
            Agreed.Shown.Signed.class,
            signed -> {
              assertThat(signed.party()).isEqualTo("localhost");
              assertThat(signed.publicKey()).isEqualTo(added.publicKey());
              assertThat(signed.clientData()).hasToString(view.digest().hex());
              assertThat(signed.signature()).hasToString(World.signed(key, view.digest()).hex());
            });
  }

  @Test
  void aWordThatTheNodeAttestsIsStatedAsThat() {
    ApprovalView view =
        proposed(
            world
                .reception
                .people()
                .grant(
                    world.again("eva"),
                    world.id("tom"),
                    List.of(Grant.of(Role.SECURITY_OFFICER)),
                    ""));
    var _ = given(agree(view));
    Agreed agreed = Agreed.of(last()).orElseThrow();
    assertThat(agreed.shown()).isEqualTo(new Agreed.Shown.Attested("re-authentication"));
    assertThat(agreed.request().words()).isPresent();
  }

  private Answer<ApprovalView> agree(ApprovalView view) {
    return world
        .reception
        .approvals()
        .approve(world.again("ada"), view.id(), view.digest(), "seen", null);
  }

  /** What belongs to people, or tells of secrets, can be forgotten; a record cannot. */
  @Test
  void wordsThatMustBeForgottenAreNotStated() {
    var subject = new OidcSubject("https://id.example", "ada lovelace");
    List<ApprovalView> views =
        List.of(
            proposed(
                world
                    .reception
                    .people()
                    .tie(world.again("eva"), world.id("ada"), List.of(subject), List.of())),
            proposed(
                world
                    .reception
                    .people()
                    .grant(
                        world.again("eva"),
                        world.id("tom"),
                        List.of(Grant.of(Role.SECURITY_OFFICER)),
                        "tom is well again")));
    for (ApprovalView view : views) {
      var _ = given(agree(view));
    }
    List<Agreed> agreed =
        world.ledger.stated().stream().flatMap(one -> Agreed.of(one).stream()).toList();
    assertThat(agreed).isNotEmpty();
    assertThat(agreed.toString()).doesNotContain("lovelace", "well again");
    assertThat(agreed.getLast().request().words()).isEmpty();
    assertThat(agreed.getLast().request().digest()).hasToString(views.getLast().digest().hex());
  }

  @Test
  void whatCannotBeStatedIsNotAgreedTo() {
    Caller ada = world.again("ada");
    Bytes key = SignInTest.addKey(world, ada);
    ApprovalView view = erasure();
    world.ledger.failsToState = true;
    assertThat(refusal(world.sign(ada, view, key, 1))).isEqualTo(new Refusal.AuditUnwritable());
    Access last = world.ledger.all().getLast();
    assertThat(last.outcome()).isEqualTo(Access.Outcome.FAILED);
    world.ledger.failsToState = false;
    assertThat(given(world.reception.approvals().get(ada, view.id())).state())
        .isEqualTo(Approval.State.OPEN);
    assertThat(given(world.sign(ada, view, key, 1)).state()).isEqualTo(Approval.State.EXECUTED);
  }
}
