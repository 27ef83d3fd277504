package dev.dither.contracts;

import dev.dither.noise.Distribution;
import dev.dither.noise.Gaussian;
import dev.dither.noise.Laplace;
import dev.dither.noise.Rademacher;
import dev.dither.noise.Uniform;
import dev.dither.testkit.DistributionContract;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Nested;

/** A new family is one more nested class: a member, and its density and divergence written down once more. */
class DistributionsTest {
    static List<Distribution> members() {
        return List.of(GaussianLaw.MEMBER, LaplaceLaw.MEMBER, UniformLaw.MEMBER, RademacherLaw.MEMBER);
    }

    @Nested
    class GaussianLaw implements DistributionContract<Gaussian> {
        static final Gaussian MEMBER = new Gaussian(0.5, 2);

        @Override
        public Gaussian distribution() {
            return MEMBER;
        }

        @Override
        public List<Gaussian> others() {
            return List.of(new Gaussian(-1, 3), new Gaussian(0.6, 2.1), new Gaussian(1, 1.2));
        }

        @Override
        public OptionalDouble density(Gaussian d, double x) {
            double z = (x - d.mean()) / d.stddev();
            return OptionalDouble.of(Math.exp(-0.5 * z * z) / (d.stddev() * Math.sqrt(2 * Math.PI)));
        }

        /** Φ by Simpson's rule from the mean, error below 10⁻⁹. */
        @Override
        public OptionalDouble cdf(double x) {
            int cells = 60;
            double width = (x - MEMBER.mean()) / cells;
            double sum = 0;
            for (int i = 0; i <= cells; i++) {
                int factor = i == 0 || i == cells ? 1 : i % 2 == 0 ? 2 : 4;
                sum += factor * density(MEMBER, MEMBER.mean() + i * width).orElseThrow();
            }
            return OptionalDouble.of(Math.min(1, Math.max(0, 0.5 + sum * width / 3)));
        }

        /** e^(−z² / 2) underflows in both densities further out, and the logarithm of 0 / 0 is none. */
        @Override
        public double lowest() {
            return MEMBER.mean() - 12 * MEMBER.stddev();
        }

        @Override
        public double highest() {
            return MEMBER.mean() + 12 * MEMBER.stddev();
        }

        @Override
        public OptionalDouble kl(Gaussian from, Gaussian to) {
            return OptionalDouble.of(from.kl(to));
        }
    }

    @Nested
    class LaplaceLaw implements DistributionContract<Laplace> {
        static final Laplace MEMBER = new Laplace(-1, 0.7);

        @Override
        public Laplace distribution() {
            return MEMBER;
        }

        @Override
        public List<Laplace> others() {
            return List.of(new Laplace(0.5, 1.2), new Laplace(-1.1, 0.6));
        }

        @Override
        public OptionalDouble density(Laplace d, double x) {
            return OptionalDouble.of(Math.exp(-Math.abs(x - d.mean()) / d.scale()) / (2 * d.scale()));
        }

        @Override
        public OptionalDouble cdf(double x) {
            double tail = 0.5 * Math.exp(-Math.abs(x - MEMBER.mean()) / MEMBER.scale());
            return OptionalDouble.of(x < MEMBER.mean() ? tail : 1 - tail);
        }

        @Override
        public OptionalDouble kl(Laplace from, Laplace to) {
            return OptionalDouble.of(from.kl(to));
        }
    }

    @Nested
    class UniformLaw implements DistributionContract<Uniform> {
        static final Uniform MEMBER = new Uniform(2, 3);

        @Override
        public Uniform distribution() {
            return MEMBER;
        }

        @Override
        public List<Uniform> others() {
            return List.of(new Uniform(2, 3.5), new Uniform(3, 4));
        }

        @Override
        public OptionalDouble density(Uniform d, double x) {
            return OptionalDouble.of(Math.abs(x - d.mean()) <= d.scale() ? 0.5 / d.scale() : 0);
        }

        @Override
        public OptionalDouble cdf(double x) {
            double part = 0.5 * (1 + (x - MEMBER.mean()) / MEMBER.scale());
            return OptionalDouble.of(Math.min(1, Math.max(0, part)));
        }

        @Override
        public OptionalDouble kl(Uniform from, Uniform to) {
            return OptionalDouble.of(from.kl(to));
        }

        /** The midpoint rule is exact between the edges. */
        @Override
        public double lowest() {
            return -1;
        }

        @Override
        public double highest() {
            return 5;
        }
    }

    @Nested
    class RademacherLaw implements DistributionContract<Rademacher> {
        static final Rademacher MEMBER = new Rademacher(0.25, 1.5);

        @Override
        public Rademacher distribution() {
            return MEMBER;
        }
    }
}
