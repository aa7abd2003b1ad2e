"""Errors carry a stable code and their facts."""

from trishul import errors


def test_every_error_has_its_own_code() -> None:
    classes = [cls for cls in vars(errors).values() if isinstance(cls, type) and issubclass(cls, errors.TrishulError)]
    codes = [cls.code for cls in classes]
    assert len(codes) > 10
    assert len(set(codes)) == len(codes)


def test_a_timeout_says_where_how_long_and_how_often() -> None:
    error = errors.RequestTimedOut("192.0.2.1:161", 3.0, 2)
    assert str(error) == "No answer from 192.0.2.1:161 within 3.0 s after 3 tries"
    assert (error.target, error.elapsed_s, error.retries) == ("192.0.2.1:161", 3.0, 2)


def test_a_decode_error_names_the_octet() -> None:
    assert str(errors.DecodeError("cut short", 7)) == "cut short at byte 7"


def test_an_error_response_names_status_and_oid() -> None:
    assert str(errors.ErrorResponse(17, "notWritable", 1, "1.3.6.1")) == "The agent answered notWritable for 1.3.6.1"
