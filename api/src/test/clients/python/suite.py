"""OpenAI's own client for Python against a running api: OPENAI_BASE_URL and OPENAI_API_KEY say where."""

import os
import unittest

import openai

MODEL = "stub-model"
EMBEDDING = "all-minilm-l6-v2"
HELLO = [{"role": "user", "content": "hello"}]


def client(**options):
    return openai.OpenAI(max_retries=0, timeout=30, **options)


class Suite(unittest.TestCase):
    def setUp(self):
        self.client = client()

    def tearDown(self):
        self.client.close()

    def test_chat(self):
        answer = self.client.chat.completions.create(model=MODEL, messages=HELLO, temperature=0, seed=7)
        self.assertEqual(answer.choices[0].message.content, "word " * 30)
        self.assertEqual(answer.choices[0].finish_reason, "stop")
        self.assertEqual(answer.usage.total_tokens, 37)

    def test_tools_and_response_format_are_taken(self):
        tool = {"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": {}}}}
        answer = self.client.chat.completions.create(
            model=MODEL, messages=HELLO, tools=[tool], tool_choice="auto", response_format={"type": "json_object"}
        )
        self.assertTrue(answer.id)

    def test_stream(self):
        stream = self.client.chat.completions.create(
            model=MODEL, messages=HELLO, stream=True, stream_options={"include_usage": True}
        )
        text, finish, usage = "", None, None
        for chunk in stream:
            for choice in chunk.choices:
                text += choice.delta.content or ""
                finish = choice.finish_reason or finish
            usage = chunk.usage or usage
        self.assertEqual(text, "word " * 30)
        self.assertEqual(finish, "stop")
        self.assertEqual(usage.completion_tokens, 30)

    def test_stop_words(self):
        answer = self.client.chat.completions.create(model=MODEL, messages=HELLO, stop=["END", "\n"])
        self.assertTrue(answer.choices[0].message.content)

    def test_stops_a_stream(self):
        with self.client.chat.completions.create(model=MODEL, messages=HELLO, stream=True) as stream:
            for chunk in stream:
                if chunk.choices[0].delta.content:
                    break
        # The same connections serve what comes next.
        self.test_chat()

    def test_models(self):
        names = [model.id for model in self.client.models.list()]
        self.assertEqual(names, [MODEL, EMBEDDING])
        self.assertEqual(self.client.models.retrieve(MODEL).id, MODEL)
        with self.assertRaises(openai.NotFoundError):
            self.client.models.retrieve("none")

    def test_embeddings(self):
        coded = self.client.embeddings.create(model=EMBEDDING, input=["a cat", "a dog"])
        plain = self.client.embeddings.create(model=EMBEDDING, input="a cat", encoding_format="float")
        self.assertEqual(len(coded.data), 2)
        self.assertEqual(len(coded.data[1].embedding), 384)
        for one, other in zip(coded.data[0].embedding, plain.data[0].embedding):
            self.assertAlmostEqual(one, other, places=3)
        self.assertGreater(coded.usage.prompt_tokens, 3)

    def test_bad_key(self):
        with client(api_key="rat_nobody_" + "A" * 43) as stranger:
            with self.assertRaises(openai.AuthenticationError) as refused:
                stranger.models.list()
        self.assertEqual(refused.exception.code, "invalid_api_key")

    def test_bad_model(self):
        for stream in False, True:
            with self.assertRaises(openai.NotFoundError) as refused:
                self.client.chat.completions.create(model="gpt-9", messages=HELLO, stream=stream)
            self.assertEqual(refused.exception.code, "model_not_found")
            self.assertEqual(refused.exception.param, "model")

    def test_bad_parameters(self):
        for parameter, value in ("n", 2), ("temperature", 3), ("max_tokens", -1):
            with self.assertRaises(openai.BadRequestError) as refused:
                self.client.chat.completions.create(model=MODEL, messages=HELLO, **{parameter: value})
            self.assertEqual(refused.exception.param, parameter)


class TooLong(unittest.TestCase):
    """The model server refuses the next request as too long."""

    def test_too_long(self):
        with client() as patient, self.assertRaises(openai.BadRequestError) as refused:
            patient.chat.completions.create(model=MODEL, messages=HELLO)
        self.assertEqual(refused.exception.code, "context_length_exceeded")
        self.assertEqual(refused.exception.type, "invalid_request_error")


if __name__ == "__main__":
    assert os.environ["OPENAI_BASE_URL"].endswith("/v1")
    unittest.main()
