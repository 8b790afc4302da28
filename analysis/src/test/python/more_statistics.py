"""Makes src/test/resources/parity/more_statistics.json: what statistics.json lacks, from SciPy and statsmodels.

Needs mpmath, numpy, scipy 1.17 and statsmodels; run in the module's folder:

    python src/test/python/more_statistics.py
"""
import bisect
import json

import mpmath as mp
import numpy as np
from scipy import integrate, stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import TTestIndPower, TTestPower

random = np.random.default_rng(20)


def scores(n, digits, shift=0.0):
    """Scores that tie more often the fewer digits they have."""
    return np.round(random.normal(0.7 + shift, 0.05, n), digits).tolist()


def exact_steps(n, shift):
    """Scores in steps of 1/64, whose differences tie without rounding errors."""
    return (np.round(random.normal(45 + shift, 4, n)) / 64).tolist()


def wilcoxon(a, b):
    result = stats.wilcoxon(a, b)
    d = np.array(a) - np.array(b)
    differing = int(np.count_nonzero(d))
    plain = differing == len(d) and len(set(abs(d))) == len(d)
    return {"a": a, "b": b, "statistic": result.statistic, "p": result.pvalue,
            "exact": differing <= (50 if plain else 13)}


pairs = [(scores(n, 12, 0.02), scores(n, 12)) for n in (1, 2, 3, 5, 8, 13, 14, 25, 50, 51, 80)]
pairs += [(exact_steps(n, 1), exact_steps(n, 0)) for n in (4, 7, 10, 13, 30, 45, 60)]


def friedman(tasks, methods, digits):
    rows = [scores(methods, digits) for _ in range(tasks)]
    result = stats.friedmanchisquare(*np.array(rows).T)
    ranks = stats.rankdata(-np.array(rows), axis=1).mean(0)
    return {"scores": rows, "statistic": result.statistic, "p": result.pvalue, "average_ranks": ranks.tolist()}


def range_survival(q, k):
    """With more digits than a double, as 1 - SciPy's cdf has none left where the probability is small."""
    mp.mp.dps = 50
    inside = lambda z: mp.npdf(z) * (mp.ncdf(z) ** (k - 1) - (mp.ncdf(z) - mp.ncdf(z - q)) ** (k - 1))
    return float(k * mp.quad(inside, mp.linspace(-12, 12 + q, 25 + int(q))))


def welch(a, b):
    result = stats.ttest_ind(a, b, equal_var=False)
    u = stats.mannwhitneyu(a, b).statistic
    return {"a": a, "b": b, "statistic": result.statistic, "df": result.df, "p": result.pvalue,
            "probability_of_improvement": u / (len(a) * len(b))}


def design(difference, sd_a, n_a, sd_b, n_b, alpha):
    va, vb = sd_a**2 / n_a, sd_b**2 / n_b
    df = (va + vb) ** 2 / (va**2 / (n_a - 1) + vb**2 / (n_b - 1))
    critical = stats.t.ppf(1 - alpha / 2, df)
    noncentrality = difference / np.sqrt(va + vb)
    nct = stats.nct(df, noncentrality)
    return df, critical, noncentrality, nct.sf(critical) + nct.cdf(-critical)


def power(difference, sd_a, n_a, sd_b, n_b, alpha):
    df, critical, noncentrality, scipy = design(difference, sd_a, n_a, sd_b, n_b, alpha)
    # The mean over the estimated standard deviation, as SciPy's nct loses digits in its tails.
    inside = lambda s: stats.chi.pdf(s * np.sqrt(df), df) * np.sqrt(df) * (
        stats.norm.cdf(noncentrality - critical * s) + stats.norm.cdf(-noncentrality - critical * s))
    value = integrate.quad(inside, 0, 1, epsabs=1e-13, epsrel=1e-12, limit=500)[0]
    value += integrate.quad(inside, 1, 40, epsabs=1e-13, epsrel=1e-12, limit=500, points=[1.5, 3, 6])[0]
    assert abs(value - scipy) < 1e-8
    return {"difference": difference, "sd_a": sd_a, "n_a": n_a, "sd_b": sd_b, "n_b": n_b, "alpha": alpha,
            "df": df, "power": value}


def seeds_needed(a, b, alpha, wanted):
    """By search, for methods with equally many seeds."""
    difference, sd_a, sd_b = abs(np.mean(a) - np.mean(b)), np.std(a, ddof=1), np.std(b, ddof=1)
    n = bisect.bisect_left(
        range(5000), wanted, 2, key=lambda n: design(difference, sd_a, n, sd_b, n, alpha)[-1])
    return {"a": a, "b": b, "alpha": alpha, "power": wanted, "seeds": n}


def paired(a, b):
    result = stats.ttest_rel(a, b)
    return {"a": a, "b": b, "statistic": result.statistic, "df": int(result.df), "p": result.pvalue}


def pairs_needed(a, b, alpha, wanted):
    """By search with statsmodels' power of the paired test."""
    d = np.array(a) - np.array(b)
    effect = abs(d.mean()) / d.std(ddof=1)
    n = bisect.bisect_left(
        range(5000), wanted, 2, key=lambda n: TTestPower().power(effect, n, alpha, alternative="two-sided"))
    return {"a": a, "b": b, "alpha": alpha, "power": wanted, "seeds": n}


def interval(x, level):
    result = stats.ttest_1samp(x, 0).confidence_interval(level)
    return {"x": x, "level": level, "low": result.low, "high": result.high, "sd": np.std(x, ddof=1)}


unpaired = [(scores(n, 6, 0.02), scores(m, d)) for n, m, d in ((2, 2, 6), (3, 3, 3), (3, 5, 2), (5, 5, 2), (5, 20, 6))]
close = [(scores(n, 4, shift), scores(n, 4)) for n, shift in ((3, 0.03), (3, 0.0), (5, 0.02), (5, 0.03), (10, 0.01))]
p_values = [sorted(random.uniform(0, 0.2, 7).tolist(), reverse=True), [0.01, 0.04, 0.01, 0.03, 0.04], [0.3], [0.0, 1.0]]
golden = {
    "wilcoxon": [wilcoxon(a, b) for a, b in pairs],
    "friedman": [friedman(*c) for c in ((2, 3, 6), (5, 4, 2), (8, 6, 2), (13, 3, 1), (20, 10, 2))],
    "studentized_range": [
        {"q": q, "k": k, "survival": range_survival(q, k), "scipy_cdf": stats.studentized_range.cdf(q, k, np.inf)}
        for k in (2, 3, 6, 10, 30) for q in (0.0, 0.1, 0.5, 1.0, 2.0, 3.0, 3.5, 4.5, 6.0, 9.0, 15.0)],
    "studentized_range_quantile": [
        {"alpha": alpha, "k": k, "q": stats.studentized_range.ppf(1 - alpha, k, np.inf)}
        for k in (2, 3, 5, 6, 10, 20) for alpha in (0.01, 0.05, 0.10)],
    "welch": [welch(a, b) for a, b in unpaired],
    "power": [power(*c) for c in (
        (0.03, 0.02, 3, 0.02, 3, 0.05), (0.03, 0.02, 2, 0.05, 2, 0.05), (0.01, 0.02, 5, 0.001, 5, 0.05),
        (0.02, 0.03, 40, 0.03, 40, 0.05), (0.05, 0.02, 3, 0.04, 12, 0.01), (0.001, 0.02, 4, 0.02, 4, 0.05),
        (0.004, 0.02, 500, 0.025, 500, 0.05), (0.1, 0.02, 3, 0.02, 3, 0.1))],
    "power_of_equal_variances": [
        {"effect": d, "n": n, "alpha": alpha, "power": TTestIndPower().power(d, n, alpha)}
        for d, n, alpha in ((0.5, 64, 0.05), (1.0, 17, 0.05), (2.0, 5, 0.05), (1.0, 5, 0.10), (0.2, 393, 0.05))],
    "seeds_needed": [seeds_needed(a, b, alpha, wanted) for a, b in close if stats.ttest_ind(a, b, equal_var=False).pvalue > 0.1
                     for alpha, wanted in ((0.05, 0.8), (0.1, 0.9))],
    "holm": [{"p": p, "adjusted": multipletests(p, method="holm")[1].tolist()} for p in p_values],
    "student_interval": [interval(scores(n, 4), level) for n, level in ((2, 0.95), (3, 0.95), (5, 0.9), (20, 0.99))],
    "interquartile_mean": [{"x": x, "value": stats.trim_mean(x, 0.25)} for x in (scores(n, 4) for n in (1, 2, 3, 4, 5, 7, 8, 21))],
}
# Drawn last, so that what stands above keeps its numbers.
seeds = [(scores(n, 4, shift), scores(n, 4)) for n, shift in ((2, 0.02), (3, 0.03), (3, 0.0), (5, 0.02), (10, 0.01), (20, 0.03))]
golden["paired_seeds"] = [paired(a, b) for a, b in seeds]
golden["pairs_needed"] = [pairs_needed(a, b, alpha, wanted) for a, b in seeds if stats.ttest_rel(a, b).pvalue > 0.1
                          for alpha, wanted in ((0.05, 0.8), (0.1, 0.9))]
golden["paired_power"] = [
    {"effect": d, "pairs": n, "alpha": alpha, "power": TTestPower().power(d, n, alpha, alternative="two-sided")}
    for d, n, alpha in ((3.0, 3, 0.05), (1.0, 3, 0.05), (1.7, 5, 0.05), (1.0, 10, 0.05), (0.5, 34, 0.05), (0.2, 200, 0.1))]
assert all(case["p"] > 0 for case in golden["wilcoxon"])
with open("src/test/resources/parity/more_statistics.json", "w") as file:
    file.write("{\n" + ",\n".join(f'"{name}": {json.dumps(cases)}' for name, cases in golden.items()) + "\n}\n")
