"""Keys that services give out with a beginning of their own: one row for each beginning."""

from dataclasses import dataclass

_WORD = "A-Za-z0-9"
_URL = r"A-Za-z0-9_\-"
_HEX = "a-f0-9"


@dataclass(frozen=True, slots=True)
class Token:
    """A key that starts with `prefix` (a pattern of few letters) and goes on in `body`.

    The prefix stays, so that people see what was there: `ghp_[masked]`. `body` is a class of
    letters, `least` how many follow at least. `bounded` keys count only where a word begins,
    since their beginning is short enough to end another word. `example` stands in two pieces or
    more, so that no scanner takes this file for a leak; `innocent` looks alike and stays.
    """

    name: str
    prefix: str
    body: str
    least: int
    example: tuple[str, ...]
    innocent: str
    bounded: bool = False

    @property
    def sign(self) -> str:
        """What is looked for first, in RE2's syntax and lower case."""
        begins = min(self.least, 4)
        return f"{self.prefix.lower()}[{self.body.lower()}]{{{begins}}}"

    @property
    def begins(self) -> str:
        """Where a key may begin, in RE2's syntax."""
        return f"{self.prefix}[{self.body}]{{{min(self.least, 8)}}}"

    @property
    def regex(self) -> str:
        """The whole key, its group `secret` without the prefix."""
        return f"{self.prefix}(?P<secret>[{self.body}]{{{self.least},}}+)"


# fmt: off
TOKENS: tuple[Token, ...] = (
    # https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github
    # The form of 2026 is ghs_, the App's id and a JWT: about 520 letters with dots.
    Token("GitHub installation token", r"ghs_[0-9]{1,20}_", _URL + ".", 20,
          ("ghs_", "123456_eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxIn0.c2lnbmF0dXJl"), "ghs_123456_short"),
    Token("GitHub token", r"gh[pousr]_", _WORD, 36,
          ("ghp_", "a1B2" * 9), "test_ghp_token_is_refused_when_it_is_of_another_installation"),
    Token("GitHub fine-grained token", r"github_pat_", _WORD + "_", 22,
          ("github_pat_", "11ABCDEFG0abcdefghijkl_", "a1B2" * 14), "test_github_pat_is_refused"),
    Token("GitHub raw file token", r"GHSAT0AAAA", _WORD, 20,
          ("GHSAT0AAAA", "B2C3" * 8), "GHSAT0AAAA is one"),
    Token("GitLab token", r"gl(?:pat|rt|dt|ptt|cbt|soat|ft|imt|agent|oas|ffct)-", _URL + ".", 20,
          ("glpat-", "x1Y2z3" * 4), "glpat-short"),
    Token("GitLab runner token", r"GR1348941", _URL, 20, ("GR1348941", "x1Y2z3" * 4), "GR1348941-7"),
    Token("Bitbucket token", r"AT(?:BB|CTT3)", _WORD + r"_=\-", 24, ("ATBB", "x1Y2z3" * 5), "ATBBASH", True),
    Token("Google API key", r"AIza", _URL, 35, ("AIza", "Sy1-b" * 7), "AIzawa", True),
    Token("Google OAuth", r"(?:ya29\.|GOCSPX-|1//0)", _URL, 20, ("ya29.", "a0Af_b-" * 6), "ya29.py", True),
    Token("AWS Bedrock key", r"ABSK", _WORD + "+/=", 100, ("ABSK", "a1B2" * 30), "ABSKIP", True),
    Token("Slack token", r"(?:xox[a-eoprs]|xapp)-", _WORD + r"\-", 10,
          ("xoxb-", "1234567890-abcdefghij"), "xoxo-love", True),
    Token("PyPI token", r"pypi-AgE", _URL, 40, ("pypi-AgE", "IcHlw" * 10), "pypi-Agenda"),
    Token("npm token", r"npm_", _WORD, 36, ("npm_", "a1B2" * 9), "npm_config_registry", True),
    Token("RubyGems key", r"rubygems_", _HEX, 40, ("rubygems_", "0a1b" * 12), "rubygems_version"),
    Token("crates.io token", r"cio", _WORD, 32, ("cio", "a1B2" * 8), "cio_test", True),
    Token("NuGet key", r"oy2", "a-z0-9", 43, ("oy2", "a1b2" * 11), "oy2", True),
    Token("Docker token", r"dckr_[op]at_", _URL, 20, ("dckr_pat_", "a1B2" * 7), "dckr_pat_x"),
    Token("Stripe key", r"(?:[sr]k_(?:live|test)_|whsec_)", _WORD + "+/", 24,
          ("sk_live_", "a1B2" * 6), "test_sk_live_key_is_refused"),
    Token("Twilio key", r"(?:SK|AC)", _HEX, 32, ("SK", "0a1b" * 8), "SKIPPED", True),
    Token("Square key", r"sq0[a-z]{3}-", _URL, 22, ("sq0atp-", "a1B2" * 6), "sq0abc-1", True),
    Token("PayPal key", r"access_token\$(?:production|sandbox)\$", _WORD + r"$", 32,
          ("access_token$sandbox$", "0a1b" * 12), "access_token$sandbox$"),
    Token("AI key", r"sk-(?:proj|svcacct|admin|or-v1|None|lf|ant-[a-z]{3,8}\d\d)-", _URL, 20,
          ("sk-proj-", "a1B2_" * 8), "sk-folding-cube-grid-with-nine-cubes"),
    Token("AI key of the old form", r"sk-", _WORD, 32, ("sk-", "a1B2" * 12), "sk-estimator", True),
    Token("AI platform key", r"(?:gsk_|pplx-|xai-|r8_|hf_|nvapi-|lsv2_[ps][tk]_|tvly-[a-z]{3}-)", _URL, 28,
          ("hf_", "a1B2" * 9), "hf_hub_download", True),
    Token("SendGrid key", r"SG\.", _URL + ".", 40, ("SG.", "a1B2" * 5, ".", "c3D4" * 10), "SG.app.example", True),
    Token("Mailgun key", r"key-", _HEX, 32, ("key-", "0a1b" * 8), "key-abc", True),
    Token("Brevo key", r"xkeysib-", _HEX + r"\-", 40, ("xkeysib-", "0a1b" * 16), "xkeysib-x"),
    Token("Vault token", r"hv[sbr]\.", _URL, 20, ("hvs.", "a1B2" * 8), "hvs.example", True),
    Token("Terraform token", r"\.atlasv1\.", _URL, 40, ("a1B2c3D4e5F6g7.atlasv1.", "a1B2" * 15), ".atlasv1.x"),
    Token("Pulumi token", r"pul-", _HEX, 40, ("pul-", "0a1b" * 10), "pul-dev", True),
    Token("age key", r"AGE-SECRET-KEY-1", "A-Z0-9", 50, ("AGE-SECRET-KEY-1", "Q0P9" * 14), "AGE-SECRET-KEY-1 is missing"),
    Token("Atlassian token", r"ATATT3", _WORD + r"_=\-", 40, ("ATATT3", "xFf1" * 12), "ATATT3x"),
    Token("DigitalOcean token", r"do[opr]_v1_", _HEX, 40, ("dop_v1_", "0a1b" * 16), "dop_v1_beta"),
    Token("Shopify token", r"shp(?:at|ca|pa|ss)_", "a-fA-F0-9", 32, ("shpat_", "0a1b" * 8), "shpat_x"),
    Token("Databricks token", r"dapi", _HEX, 32, ("dapi", "0a1b" * 8), "dapi", True),
    Token("Grafana or Sentry token", r"(?:glsa|glc|sntry[su])_", _WORD + "_+/=", 32,
          ("glsa_", "a1B2" * 9), "glc_test_that_a_name_is_kept", True),
    Token("service token", r"(?:lin_api|ntn|sbp|secret|fo1|figd|phx|phc|bkua|CCIPAT|nfp|rdme|pscale_(?:tkn|pw|oauth)|pnu|shippo_live|vercel_blob_rw|re)_", _WORD, 32,
          ("lin_api_", "a1B2" * 10), "secret_key_is_required", True),
    Token("New Relic key", r"NRAK-", "A-Z0-9", 27, ("NRAK-", "A1B2" * 7), "NRAK-X"),
    Token("Doppler token", r"dp\.(?:pt|st|ct|sa|scim|audit)\.(?:[a-z0-9_\-]{2,35}\.)?", _WORD, 40, ("dp.pt.", "a1B2" * 11), "dp.pt.x", True),
    Token("Postman key", r"PMAK-", _HEX + r"\-", 40, ("PMAK-", "0a1b" * 14), "PMAK-x"),
    Token("Tailscale key", r"tskey-[a-z]{3,10}-", _URL, 20, ("tskey-auth-", "a1B2" * 8), "tskey-auth-x"),
    Token("Dynatrace token", r"dt0[a-z]\d\d\.", "A-Z0-9.", 60, ("dt0c01.", "A1B2" * 22), "dt0c01.X"),
    Token("SonarQube token", r"sq[pau]_", _HEX, 40, ("sqp_", "0a1b" * 10), "sqp_x", True),
    Token("Artifactory key", r"(?:AKCp|cmVmdGtuO)", _WORD, 48, ("AKCp", "a1B2" * 17), "AKCp8", True),
    Token("Heroku key", r"HRKU-", _URL, 36, ("HRKU-", "a1B2" * 15), "HRKU-x"),
    Token("Facebook token", r"EAACEdEose0cBA", _WORD, 20, ("EAACEdEose0cBA", "a1B2" * 8), "EAACEdEose0cBA"),
    Token("1Password token", r"ops_eyJ", _URL + ".+/=", 100, ("ops_eyJ", "a1B2" * 30), "ops_eyJ"),
    Token("Clojars token", r"CLOJARS_", "a-z0-9", 60, ("CLOJARS_", "a1b2" * 15), "CLOJARS_token"),
    Token("Alibaba key", r"LTAI", _WORD, 16, ("LTAI", "a1B2" * 5), "LTAI", True),
)
# fmt: on
