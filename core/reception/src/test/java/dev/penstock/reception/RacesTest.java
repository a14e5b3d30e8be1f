package dev.penstock.reception;

import static dev.penstock.reception.World.DESK;
import static dev.penstock.reception.World.PASSWORD;
import static dev.penstock.reception.World.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.access.DualControl;
import dev.penstock.access.Grant;
import dev.penstock.access.Role;
import dev.penstock.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many at once. */
class RacesTest {
  private static <T> List<T> atOnce(int count, Callable<T> call)
      throws InterruptedException, ExecutionException {
    var start = new CountDownLatch(1);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var futures =
          IntStream.range(0, count)
              .mapToObj(_ ->
                  executor.submit(() -> {
                    start.await();
                    return call.call();
                  }))
              .toList();
      start.countDown();
      List<T> all = new ArrayList<>();
      for (var future : futures) {
        all.add(future.get());
      }
      return all;
    }
  }

  private static long givenCount(List<? extends Answer<?>> answers) {
    return answers.stream().filter(Answer.Given.class::isInstance).count();
  }

  @Test
  @Timeout(60)
  void oneOfManyFirstPeopleComes() throws Exception {
    var world = new World();
    String code = given(world.reception.newSetUpCode());
    var answers =
        atOnce(50, () -> world.reception.signIns().setUp(DESK, code, "eva", "Eva", PASSWORD));
    assertThat(givenCount(answers)).isEqualTo(1);
    assertThat(world.disk.kept().people()).hasSize(2);
  }

  @Test
  @Timeout(60)
  void oneCodeOfAnAppLetsOneIn() throws Exception {
    var world = new World();
    Caller _ = world.withApp(world.setUp(), "eva");
    world.clock.advance(Duration.ofMinutes(2));
    var totp = world.disk.kept().named("eva").orElseThrow().credentials().totp();
    String code = world.code(totp.secret());
    var answers =
        atOnce(4, () -> world.reception.signIns().byPassword(DESK, "eva", PASSWORD, code));
    assertThat(givenCount(answers)).isEqualTo(1);
  }

  @Test
  @Timeout(60)
  void manyWrongPasswordsAtOnceAreFiveThatAreJudged() throws Exception {
    var world = new World();
    Caller _ = world.setUp();
    var stranger = Origin.of("198.51.100.7");
    int before = world.ledger.all().size();
    var _ =
        atOnce(
            19, () -> world.reception.signIns().byPassword(stranger, "eva", "wrong wrong", null));
    assertThat(world.reception.signIns().byPassword(stranger, "eva", PASSWORD, null))
        .isInstanceOf(Answer.Refused.class);
    assertThat(world.ledger.since(before)).hasSize(20).containsOnly("sign-in REFUSED");
  }

  @Test
  @Timeout(60)
  void aRequestIsCarriedOutOnceHoweverManyAgreeAtOnce() throws Exception {
    for (long seed = 1; seed <= 10; seed++) {
      var world = new World(seed);
      Caller eva = world.setUp();
      Caller _ = world.join(eva, "ada", Grant.of(Role.SECURITY_OFFICER));
      Caller asking = world.again("eva");
      var change =
          world
              .reception
              .approvals()
              .propose(asking, DualControl.Kind.CERTIFICATE_REVOKE, Json.EMPTY, List.of());
      ApprovalView view = ((Change.Proposed<String>) given(change)).approval();
      Caller ada = world.again("ada");
      var approvals = world.reception.approvals();
      var answers = atOnce(20, () -> approvals.approve(ada, view.id(), view.digest(), "", null));
      assertThat(givenCount(answers)).isEqualTo(1);
      assertThat(world.works.done).hasSize(1);
    }
  }

  @Test
  @Timeout(60)
  void nobodyWaitsForAnothersHashing() throws Exception {
    var world = new World();
    Caller eva = world.setUp();
    var isHashing = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    world.hashing.meanwhile =
        () -> {
          isHashing.countDown();
          try {
            assertThat(go.await(30, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var slow =
          executor.submit(() -> world.reception.signIns().byPassword(DESK, "eva", PASSWORD, null));
      assertThat(isHashing.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(world.reception.signIns().view(eva).state())
          .isEqualTo(SessionView.State.SIGNED_IN);
      assertThat(world.reception.signIns().lock(eva)).isInstanceOf(Answer.Given.class);
      go.countDown();
      assertThat(slow.get()).isInstanceOf(Answer.Given.class);
    }
  }
}
