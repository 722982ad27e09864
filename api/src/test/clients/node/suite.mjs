// OpenAI's own client for Node against a running api: OPENAI_BASE_URL and OPENAI_API_KEY say where.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';

const model = 'stub-model';
const embedding = 'all-minilm-l6-v2';
const messages = [{ role: 'user', content: 'hello' }];
const client = new OpenAI({ maxRetries: 0, timeout: 30_000 });

if (process.env.ONLY === 'too-long') {
  test('too long', async () => {
    const refused = await refusal(client.chat.completions.create({ model, messages }));
    assert.ok(refused instanceof OpenAI.BadRequestError);
    assert.equal(refused.code, 'context_length_exceeded');
    assert.equal(refused.type, 'invalid_request_error');
  });
} else {
  test('chat', chat);

  test('tools and response format are taken', async () => {
    const tools = [{ type: 'function', function: { name: 'f', parameters: { type: 'object', properties: {} } } }];
    const answer = await client.chat.completions.create({
      model, messages, tools, response_format: { type: 'json_object' },
    });
    assert.ok(answer.id);
  });

  test('stream', async () => {
    const stream = await client.chat.completions.create({
      model, messages, stream: true, stream_options: { include_usage: true },
    });
    let text = '';
    let finish = null;
    let usage = null;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta?.content ?? '';
      finish = chunk.choices[0]?.finish_reason ?? finish;
      usage = chunk.usage ?? usage;
    }
    assert.equal(text, 'word '.repeat(30));
    assert.equal(finish, 'stop');
    assert.equal(usage.completion_tokens, 30);
  });

  test('stop words', async () => {
    const answer = await client.chat.completions.create({ model, messages, stop: ['END', '\n'] });
    assert.ok(answer.choices[0].message.content);
  });

  test('stops a stream', async () => {
    const stream = await client.chat.completions.create({ model, messages, stream: true });
    for await (const chunk of stream) {
      if (chunk.choices[0]?.delta?.content) break;
    }
    await chat();
  });

  test('models', async () => {
    const names = [];
    for await (const each of client.models.list()) names.push(each.id);
    assert.deepEqual(names, [model, embedding]);
    assert.equal((await client.models.retrieve(model)).id, model);
    assert.ok((await refusal(client.models.retrieve('none'))) instanceof OpenAI.NotFoundError);
  });

  test('embeddings', async () => {
    const coded = await client.embeddings.create({ model: embedding, input: ['a cat', 'a dog'] });
    const plain = await client.embeddings.create({ model: embedding, input: 'a cat', encoding_format: 'float' });
    assert.equal(coded.data.length, 2);
    assert.equal(coded.data[1].embedding.length, 384);
    coded.data[0].embedding.forEach((value, n) =>
      assert.ok(Math.abs(value - plain.data[0].embedding[n]) < 1e-3));
  });

  test('bad key', async () => {
    const stranger = new OpenAI({ apiKey: 'rat_nobody_' + 'A'.repeat(43), maxRetries: 0 });
    const refused = await refusal(stranger.models.list());
    assert.ok(refused instanceof OpenAI.AuthenticationError);
    assert.equal(refused.code, 'invalid_api_key');
  });

  test('bad model', async () => {
    for (const stream of [false, true]) {
      const refused = await refusal(client.chat.completions.create({ model: 'gpt-9', messages, stream }));
      assert.ok(refused instanceof OpenAI.NotFoundError);
      assert.equal(refused.code, 'model_not_found');
      assert.equal(refused.param, 'model');
    }
  });

  test('bad parameters', async () => {
    for (const wrong of [{ n: 2 }, { temperature: 3 }, { max_tokens: -1 }]) {
      const refused = await refusal(client.chat.completions.create({ model, messages, ...wrong }));
      assert.ok(refused instanceof OpenAI.BadRequestError);
      assert.equal(refused.param, Object.keys(wrong)[0]);
    }
  });
}

async function chat() {
  const answer = await client.chat.completions.create({ model, messages, temperature: 0, seed: 7 });
  assert.equal(answer.choices[0].message.content, 'word '.repeat(30));
  assert.equal(answer.choices[0].finish_reason, 'stop');
  assert.equal(answer.usage.total_tokens, 37);
}

async function refusal(promise) {
  try {
    await promise;
  } catch (refused) {
    return refused;
  }
  assert.fail('it was not refused');
}
