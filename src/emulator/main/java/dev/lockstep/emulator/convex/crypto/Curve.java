package dev.lockstep.emulator.convex.crypto;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;

/** A NIST curve by its JWK name, with the little arithmetic that finds the public half of a private key. */
record Curve(String name, String jdkName, int bytes, ECParameterSpec parameters) {

    private static final BigInteger TWO = BigInteger.TWO;
    private static final BigInteger THREE = BigInteger.valueOf(3);

    static Curve of(String name) throws GeneralSecurityException {
        return switch (name) {
            case "P-256" -> curve(name, "secp256r1", 32);
            case "P-384" -> curve(name, "secp384r1", 48);
            case "P-521" -> curve(name, "secp521r1", 66);
            default -> throw CryptoFailure.unsupported("The curve " + name);
        };
    }

    /** Refuses a key of another curve. */
    void check(ECKey key) {
        if (!key.getParams().getCurve().equals(parameters.getCurve())) {
            throw CryptoFailure.data("The key is not of the curve " + name);
        }
    }

    private static Curve curve(String name, String jdkName, int bytes) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(jdkName));
        return new Curve(name, jdkName, bytes, parameters.getParameterSpec(ECParameterSpec.class));
    }

    /** Refuses a point that is not on the curve. */
    void check(ECPoint point) {
        BigInteger p = prime();
        BigInteger x = point.getAffineX();
        BigInteger right = x.pow(3)
                .add(parameters.getCurve().getA().multiply(x))
                .add(parameters.getCurve().getB());
        if (x.compareTo(p) >= 0
                || point.getAffineY().compareTo(p) >= 0
                || !point.getAffineY().pow(2).subtract(right).mod(p).equals(BigInteger.ZERO)) {
            throw CryptoFailure.data("The point is not on the curve " + name);
        }
    }

    /** The generator times a number. Its time tells of the number, which a local emulator may. */
    ECPoint times(BigInteger factor) {
        ECPoint sum = ECPoint.POINT_INFINITY;
        for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
            sum = add(sum, sum);
            if (factor.testBit(bit)) {
                sum = add(sum, parameters.getGenerator());
            }
        }
        return sum;
    }

    private ECPoint add(ECPoint left, ECPoint right) {
        if (left.equals(ECPoint.POINT_INFINITY)) {
            return right;
        }
        if (right.equals(ECPoint.POINT_INFINITY)) {
            return left;
        }
        BigInteger p = prime();
        BigInteger slope;
        if (left.getAffineX().equals(right.getAffineX())) {
            if (!left.getAffineY().equals(right.getAffineY())
                    || left.getAffineY().signum() == 0) {
                return ECPoint.POINT_INFINITY;
            }
            slope = left.getAffineX()
                    .modPow(TWO, p)
                    .multiply(THREE)
                    .add(parameters.getCurve().getA())
                    .multiply(left.getAffineY().multiply(TWO).modInverse(p));
        } else {
            slope = right.getAffineY()
                    .subtract(left.getAffineY())
                    .multiply(right.getAffineX().subtract(left.getAffineX()).modInverse(p));
        }
        BigInteger x = slope.multiply(slope)
                .subtract(left.getAffineX())
                .subtract(right.getAffineX())
                .mod(p);
        BigInteger y = slope.multiply(left.getAffineX().subtract(x))
                .subtract(left.getAffineY())
                .mod(p);
        return new ECPoint(x, y);
    }

    private BigInteger prime() {
        return ((ECFieldFp) parameters.getCurve().getField()).getP();
    }
}
