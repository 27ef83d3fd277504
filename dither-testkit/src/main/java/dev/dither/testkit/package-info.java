/**
 * Contracts: what every layer, distribution, optimizer, objective, attack, pruning criterion, kind of label noise and data
 * set has to keep.
 *
 * <p>A contract is an interface whose tests are default methods. A test class implements it, says what to check, and
 * inherits the tests:
 *
 * <pre>{@code
 * class MyLayerTest implements LayerContract {
 *     public Layer build(RandomKey key) { return new MyLayer(3, key); }
 *     public Shape input() { return Shape.of(5); }
 *     public Shape output() { return Shape.of(3); }
 *     public Noise noise() { return Noise.IN_SAMPLING; }
 * }
 * }</pre>
 *
 * <p>Besides contracts there are {@link dev.dither.testkit.GradientCheck}, {@link dev.dither.testkit.RandomCases} and
 * {@link dev.dither.testkit.LeakCheck} for tests of one's own. Random tests have fixed seeds, state the rate at which a
 * correct subject fails them, and show by a planted error that they would notice a wrong one. Tags are {@code
 * statistical} and {@code determinism}.
 */
@NullMarked
package dev.dither.testkit;

import org.jspecify.annotations.NullMarked;
