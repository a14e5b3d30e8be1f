package dev.penstock.node.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connections.Band;
import dev.penstock.connections.Bounds;
import dev.penstock.connections.Device;
import dev.penstock.connections.Origin;
import dev.penstock.connections.Point;
import dev.penstock.connections.Rate;
import dev.penstock.connections.Server;
import dev.penstock.driving.admission.Admission;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.Response;
import dev.penstock.framesmodbus.Words;
import dev.penstock.modbus.server.ModbusTcpServer;
import dev.penstock.modbus.server.ServerOptions;
import dev.penstock.pump.DriverPump;
import dev.penstock.testkit.FakeClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server has to give of a device that is read once an hour, and was read just now. */
@Timeout(300)
class HeldPointsTest {
  private static final Duration AGE_MAX = Duration.ofSeconds(10);

  private final FakeClock clock = FakeClock.of();
  private ModbusTcpServer plc;
  private DriverPump pump;

  @BeforeEach
  void readOnce() throws IOException, InterruptedException {
    plc =
        ModbusTcpServer.start(
            ServerOptions.at("127.0.0.1", 0),
            (_, _, request) ->
                Optional.of(
                    request instanceof Request.Read
                        ? new Response.RegistersRead(request.function(), Words.of(7))
                        : new Response.ExceptionResponse(request.function(), 1)));
    var read = new CountDownLatch(1);
    pump =
        new DriverPump(
            DriverMaking.link(device(), System::nanoTime),
            Admission.ALL,
            (_, _) -> {
              read.countDown();
              return true;
            },
            _ -> true,
            (_, _, _) -> {},
            new SplittableRandom(1),
            clock,
            clock::nanos);
    pump.start();
    // Points are read first some time after the device is connected.
    while (!read.await(50, TimeUnit.MILLISECONDS)) {
      clock.advance(Duration.ofMillis(50));
    }
  }

  @AfterEach
  void close() {
    pump.close();
    plc.close();
  }

  private Device device() {
    return new Device(
        "plc-1",
        "plc-1",
        "modbus",
        "filter-plc",
        true,
        Map.of("tcp", "127.0.0.1:" + plc.port()),
        List.of(new Rate("hourly", Duration.ofHours(1))),
        List.of(
            new Point(
                "level",
                new Origin.Read("holding:0", "uint16", "hourly", null, null),
                Band.CHANGES,
                "",
                "")));
  }

  private static Server server(Duration ageMax) {
    return new Server(
        "to-scada",
        "to-scada",
        "modbus",
        true,
        "127.0.0.1:502",
        "dmz",
        1,
        ageMax,
        List.of(new Server.Served("plc-1", "level", "holding:0", "uint16")));
  }

  @Test
  void aGoodValueIsGivenNoLongerThanItsServerLetsItBeOld() {
    var held = new HeldPoints(server(AGE_MAX), _ -> Optional.of(pump));
    var patient = new HeldPoints(server(Bounds.AGE_MAX), _ -> Optional.of(pump));
    clock.advance(AGE_MAX.minus(pump.held(0).orElseThrow().age()));
    assertThat(held.value(0)).contains(new Scalar.Whole(7));
    clock.advance(Duration.ofMillis(1));
    assertThat(held.value(0)).isEmpty();
    assertThat(patient.value(0)).as("of another server").contains(new Scalar.Whole(7));
  }

  @Test
  void nothingIsKeptOfADeviceThatWasTakenOut() {
    var now = new AtomicReference<>(Optional.of(pump));
    var held = new HeldPoints(server(AGE_MAX), _ -> now.get());
    assertThat(held.value(0)).isPresent();
    assertThat(held.placedCount()).isOne();
    now.set(Optional.empty());
    assertThat(held.value(0)).isEmpty();
    assertThat(held.placedCount()).isZero();
    now.set(Optional.of(pump));
    assertThat(held.value(0)).as("it is there again").isPresent();
  }
}
