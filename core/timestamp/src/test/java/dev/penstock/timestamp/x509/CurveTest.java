package dev.penstock.timestamp.x509;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CurveTest {
  @ParameterizedTest
  @EnumSource(Curve.class)
  void ourNumbersAreThoseOfTheJdk(Curve curve) throws Exception {
    var parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(curve.jdkName()));
    ECParameterSpec spec = parameters.getParameterSpec(ECParameterSpec.class);
    BigInteger field = ((ECFieldFp) spec.getCurve().getField()).getP();
    BigInteger x = spec.getGenerator().getAffineX();
    BigInteger y = spec.getGenerator().getAffineY();
    assertThat(curve.holds(x, y)).isTrue();
    assertThat(curve.holds(x, field.subtract(y))).isTrue();
    assertThat(curve.holds(x, y.add(BigInteger.ONE))).isFalse();
    assertThat(curve.holds(x.add(field), y)).isFalse();
    assertThat(curve.isScalar(BigInteger.ZERO)).isFalse();
    assertThat(curve.isScalar(spec.getOrder())).isFalse();
    assertThat(curve.isScalar(spec.getOrder().subtract(BigInteger.ONE))).isTrue();
    assertThat(curve.coordinateBytes()).isEqualTo((field.bitLength() + 7) / 8);
  }
}
